-- The progress of a migration without a transaction. The table is created when it is first needed, and is empty unless
-- a migration is running.
--
-- Changes of rows are committed here. A statement that changes data is committed together with its progress. Oracle
-- has already committed a statement that changes the schema.

-- name: progress-create
-- If another run was first, ORA-00955 is reported, which is harmless.
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
-- The key refuses a claim if another run is working on the migration. started_at, which must not be null, refuses it
-- if another run has finished the migration since. The first check may be older than the end of a run that the key
-- waited for, so it checks again.
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
-- started_at, which must not be null, refuses a resume if another run has continued the migration since; the key
-- refuses it if the migration is done.
insert into :"progress" (version_num)
select null from dual where not exists (select 1 from :"progress" where version_num = :'version');
update :"progress"
set started_at = case statements_done when :finished then started_at end
where version_num = :'version';
commit;

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';
commit;

-- name: progress-begin
-- Before a statement that is not committed together with its progress: what it will create or remove, as it is now.
update :"progress" set checksum_done = :'begun' || :look
where version_num = :'version';
commit;

-- name: progress-refused
-- After such a statement was refused. If it had ended a transaction, the row is that of an earlier statement.
update :"progress" set checksum_done = :'chain'
where version_num = :'version' and statements_done = :finished;
commit;

-- name: progress-remove
delete from :"progress" where version_num = :'version';
