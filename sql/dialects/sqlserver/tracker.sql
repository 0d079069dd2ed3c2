-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- The schema that the table is in, or would be made in, and whether it is there.
select coalesce(:'schema', schema_name()) as [schema], (
    select count(*) from sys.tables
    where name = :'name' and schema_id = schema_id(coalesce(:'schema', schema_name()))
  ) as found;
GO

-- name: tracker-create
-- There is no 'if not exists'; 2714 says that another run was first.
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
-- The names of the columns that are there: tables of older versions have fewer.
select name from sys.columns
where object_id = (select object_id from sys.tables where name = :'name' and schema_id = schema_id(:'schema'));
GO

-- name: tracker-read
-- Null stands for a column that is not there. Where a row has no place in the
-- sequence, the time tells; in one second what has none came first. A constant must not stand in 'order by'.
select version_num, :version_type as version_type, :execution_sequence as execution_sequence, description,
  convert(varchar(26), applied_at, 121) as applied_at, execution_time_ms, :checksum as [checksum], applied_by,
  :replaces as replaces
from :"table"
order by
  case when exists (select 1 from :"table" where :execution_sequence is null) then 0 else :execution_sequence end,
  applied_at, isnull(:execution_sequence, 0 * len(version_num)), version_num;
GO

-- name: tracker-claim
-- The row comes before the work: its key refuses whoever comes second. Until tracker-finish it holds the time of
-- the beginning, in milliseconds of a clock that fits an integer.
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
-- For a migration that ran without a transaction: all at once, when it is done.
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
-- A row that is gone was taken by another run. The insert then fails, for a key may not be null; otherwise it
-- inserts nothing.
insert into :"table" (version_num)
select null where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';
GO

-- name: tracker-rename
-- A file that was renamed: its row follows, at its place in the sequence.
update :"table"
set version_num = :'version', version_type = :'type', checksum = isnull(:'checksum', checksum),
  description = isnull(:'description', description)
where version_num = :'old';
GO

-- name: tracker-replace
-- A squashed file takes the place of the rows that it stands for: the first of them becomes its own.
update :"table"
set version_num = :'version', version_type = :'type', description = :'description', checksum = :'checksum',
  replaces = :'replaces'
where version_num = :'old';
GO

-- name: tracker-set-replaces
update :"table" set replaces = :'replaces' where version_num = :'version';
GO

-- name: tracker-sign
-- Rows that came with a baseline are by whoever loaded it.
update :"table" set applied_by = :'author' where applied_by is null;
GO

-- name: tracker-load
-- A row of a dump: without the times, and the person, that it was made by.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, replaces)
values (:'version', :'type', :sequence, :'description', 0, :'checksum', :'replaces');
GO

-- name: tracker-drop
-- 'rung driver test' takes away its own table, when it has made one.
drop table :"table";
GO
