-- The progress of a migration without a transaction. The table is created when it is first needed, and is empty unless
-- a migration is running.

-- name: progress-create
-- There is no 'if not exists'; error 2714 means that another run was first.
begin try
  create table :"progress" (
    [version_num] NVARCHAR(32) PRIMARY KEY,
    [direction] NVARCHAR(4) NOT NULL,
    [statements_done] INT NOT NULL,
    [checksum_done] NVARCHAR(64),
    [started_at] DATETIME2(6) NOT NULL,
    [applied_by] NVARCHAR(255)
  );
end try
begin catch
  if error_number() <> 2714 throw;
end catch;
GO

-- name: progress-read
select version_num, direction, statements_done, checksum_done from :"progress" order by version_num;
GO

-- name: progress-claim
-- The key refuses a claim if another run is working on the migration. started_at, which must not be null, refuses it
-- if another run has finished the migration since.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case when (select count(*) from :"table" where version_num = :'version') = :expected then sysutcdatetime() end,
  :'author');
GO

-- name: progress-resume
-- started_at, which must not be null, refuses a resume if another run has continued the migration since; the key
-- refuses it if the migration is done.
insert into :"progress" (version_num)
select null where not exists (select 1 from :"progress" where version_num = :'version');
update :"progress"
set started_at = case statements_done when :finished then started_at end
where version_num = :'version';
GO

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';
GO

-- name: progress-begin
-- Before a statement that is not committed together with its progress: what it will create or remove, as it is now.
update :"progress" set checksum_done = :'begun' + :look
where version_num = :'version';
GO

-- name: progress-refused
-- After such a statement was refused. If it had ended a transaction, the row is that of an earlier statement.
update :"progress" set checksum_done = :'chain'
where version_num = :'version' and statements_done = :finished;
GO

-- name: progress-remove
delete from :"progress" where version_num = :'version';
GO
