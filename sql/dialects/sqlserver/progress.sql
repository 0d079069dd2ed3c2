-- How far a migration without a transaction has come. Made when first needed; empty but while one runs.

-- name: progress-create
-- There is no 'if not exists'; 2714 says that another run was first.
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
-- Refused by the key if another run is at it, and by started_at, which may not be null, if one has ended since.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case when (select count(*) from :"table" where version_num = :'version') = :expected then sysutcdatetime() end,
  :'author');
GO

-- name: progress-resume
-- Refused by started_at, which may not be null, if another run has gone on since, and by the key, if it is done.
insert into :"progress" (version_num)
select null where not exists (select 1 from :"progress" where version_num = :'version');
update :"progress"
set started_at = case statements_done when :finished then started_at end
where version_num = :'version';
GO

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';
GO

-- name: progress-remove
delete from :"progress" where version_num = :'version';
GO
