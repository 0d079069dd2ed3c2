-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- The schema that the table is in, or would be created in, and whether the table exists.
select coalesce(:'schema', schema_name()) as [schema], (
    select count(*) from sys.tables
    where name = :'name' and schema_id = schema_id(coalesce(:'schema', schema_name()))
  ) as found;
GO

-- name: tracker-create
-- There is no 'if not exists'; error 2714 means that another run was first.
begin try
  create table :"table" (
    [version_num] NVARCHAR(32) PRIMARY KEY,
    [version_type] NVARCHAR(16),
    [execution_sequence] INT,
    [description] NVARCHAR(MAX),
    [applied_at] DATETIME2(6) DEFAULT SYSUTCDATETIME() NOT NULL,
    [execution_time_ms] INT,
    [checksum] NVARCHAR(64),
    [applied_by] NVARCHAR(255),
    [replaces] NVARCHAR(MAX)
  );
end try
begin catch
  if error_number() <> 2714 throw;
end catch;
GO

-- name: tracker-columns
-- The names of the existing columns: tables of older versions have fewer.
select name from sys.columns
where object_id = (select object_id from sys.tables where name = :'name' and schema_id = schema_id(:'schema'));
GO

-- name: tracker-read
-- Null replaces a column that does not exist. If a row has no execution_sequence, all rows are ordered by time; within
-- one second, rows without one come first. A constant must not be in 'order by'.
select version_num, :version_type as version_type, :execution_sequence as execution_sequence, description,
  convert(varchar(26), applied_at, 121) as applied_at, execution_time_ms, :checksum as [checksum], applied_by,
  :replaces as replaces
from :"table"
order by
  case when exists (select 1 from :"table" where :execution_sequence is null) then 0 else :execution_sequence end,
  applied_at, isnull(:execution_sequence, 0 * len(version_num)), version_num;
GO

-- name: time-zone
-- The zone of the times in the tracking table.
select 'UTC' as time_zone;

-- name: tracker-claim
-- The row is written before the migration runs: its key refuses a second run. Until tracker-finish it holds the start
-- time, in milliseconds of a clock that fits an integer.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  cast(datediff_big(millisecond, '1970-01-01', sysutcdatetime()) % 2147483647 as int),
  :'checksum', :'author');
GO

-- name: tracker-finish
update :"table"
set execution_time_ms = cast(
  (datediff_big(millisecond, '1970-01-01', sysutcdatetime()) % 2147483647 - execution_time_ms + 2147483647) % 2147483647
  as int)
where version_num = :'version';
GO

-- name: tracker-record
-- For a migration that ran without a transaction: the whole row is written when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  (select datediff_big(millisecond, started_at, sysutcdatetime()) % 2147483647 from :"progress"
    where version_num = :'version'),
  :'checksum', :'author');
GO

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description', 0, :'checksum',
  :'author');
GO

-- name: tracker-remove
-- If the row does not exist, another run has removed it. The insert then fails, because a key must not be null;
-- otherwise it inserts nothing.
insert into :"table" (version_num)
select null where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';
GO

-- name: tracker-rename
-- The row of a renamed file gets its new version, and keeps its execution_sequence.
update :"table"
set version_num = :'version', version_type = :'type', checksum = isnull(:'checksum', checksum),
  description = isnull(:'description', description)
where version_num = :'old';
GO

-- name: tracker-replace
-- A squashed file replaces the rows of its sources: the first of them becomes its own.
update :"table"
set version_num = :'version', version_type = :'type', description = :'description', checksum = :'checksum',
  replaces = :'replaces'
where version_num = :'old';
GO

-- name: tracker-set-replaces
update :"table" set replaces = :'replaces' where version_num = :'version';
GO

-- name: tracker-sign
-- The rows of a baseline get the user who loaded it.
update :"table" set applied_by = :'author' where applied_by is null;
GO

-- name: tracker-load
-- A row of a dump, without its times and user.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, replaces)
values (:'version', :'type', :sequence, :'description', 0, :'checksum', :'replaces');
GO

-- name: tracker-drop
-- 'rung driver test' drops the table that it created.
drop table :"table";
GO
