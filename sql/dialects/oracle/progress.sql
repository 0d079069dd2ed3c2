-- How far a migration without a transaction has come. Made when first needed; empty but while one runs.
--
-- What changes rows is committed here: a statement that changes data is committed together with the note that it is
-- done, and one that changes the schema has been committed by Oracle before.

-- name: progress-create
-- A run that was first leaves ORA-00955 behind, which does no harm.
whenever sqlerror continue none
create table :"progress" (
  version_num VARCHAR2(32) PRIMARY KEY,
  direction VARCHAR2(4) NOT NULL,
  statements_done INTEGER NOT NULL,
  checksum_done VARCHAR2(64),
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  applied_by VARCHAR2(255)
);
whenever sqlerror exit failure rollback

-- name: progress-read
select version_num, direction, statements_done, checksum_done from :"progress" order by version_num;

-- name: progress-claim
-- Refused by the key if another run is at it, and by started_at, which may not be null, if one has ended since. The
-- first look may be older than the end of a run that the key waited for, so it looks again.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case (select count(*) from :"table" where version_num = :'version') when :expected then systimestamp end,
  :'author');
update :"progress"
set started_at =
  case (select count(*) from :"table" where version_num = :'version') when :expected then started_at end
where version_num = :'version';
commit;

-- name: progress-resume
-- Refused by started_at, which may not be null, if another run has gone on since, and by the key, if it is done.
insert into :"progress" (version_num)
select null from dual where not exists (select 1 from :"progress" where version_num = :'version');
update :"progress"
set started_at = case statements_done when :finished then started_at end
where version_num = :'version';
commit;

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';
commit;

-- name: progress-remove
delete from :"progress" where version_num = :'version';
