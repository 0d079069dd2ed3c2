-- How far a migration without a transaction has come. Made when first needed; empty but while one runs.
-- The statement and its note are committed together: a statement that is not counted has not run.

-- name: progress-create
-- Firebird 3 has no 'if not exists': of two runs that make it at one moment the second is refused.
create table :"progress" (
  version_num varchar(32) not null primary key,
  direction varchar(4) not null,
  statements_done integer not null,
  checksum_done varchar(64),
  started_at timestamp not null,
  applied_by varchar(255) character set utf8
);
commit;

-- name: progress-read
select version_num, direction, statements_done, checksum_done from :"progress" order by version_num;

-- name: progress-claim
-- Refused by the key if another run is at it, and by started_at, which may not be null, if one has ended since.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case (select count(*) from :"table" where version_num = :'version')
    when :expected then current_timestamp
  end,
  :'author');
commit;

-- name: progress-resume
-- Refused by started_at, which may not be null, if another run has gone on since.
update :"progress"
set started_at = case statements_done when :finished then started_at end
where version_num = :'version';
commit;

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';
commit;

-- name: progress-remove
delete from :"progress" where version_num = :'version';
