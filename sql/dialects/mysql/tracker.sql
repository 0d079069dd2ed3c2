-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- One row if the table is there. No schema is named: it would be the database. Letters are compared as the server
-- compares names of tables.
select '', 1 from information_schema.tables
where table_schema = database() and table_type = 'BASE TABLE' and table_name = :'name'
  and (@@lower_case_table_names <> 0 or cast(table_name as binary) = cast(:'name' as binary));

-- name: tracker-create
-- Names of people and descriptions are in any script, whatever the database was made for.
create table if not exists :"table" (
  `version_num` VARCHAR(32) PRIMARY KEY,
  `version_type` VARCHAR(16),
  `execution_sequence` INT,
  `description` TEXT,
  `applied_at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP(),
  `execution_time_ms` INT,
  `checksum` VARCHAR(64),
  `applied_by` VARCHAR(255),
  `replaces` TEXT
) character set utf8mb4;

-- name: tracker-columns
-- The names of the columns that are there: tables of older versions have fewer.
select column_name from information_schema.columns where table_schema = database() and table_name = :'name';

-- name: tracker-read
-- Null stands for a column that is not there. Where a row has no place in the
-- sequence, the time tells; in one second what has none came first.
select version_num, :version_type, :execution_sequence, description, applied_at, execution_time_ms, :checksum,
  applied_by, :replaces
from :"table"
order by
  case when exists (select 1 from :"table" where :execution_sequence is null) then 0 else :execution_sequence end,
  applied_at, coalesce(:execution_sequence, 0), version_num;

-- name: tracker-claim
-- The row comes after the work, for what is called or executed may commit by itself, and would commit the row. One
-- that is there already is refused: two of its version are inserted then, and otherwise none.
insert into :"table" (version_num)
select :'version' from (select 1 union all select 2) as twice
where exists (select 1 from :"table" where version_num = :'version');
set @rung_started_at = utc_timestamp(3);

-- name: tracker-finish
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', coalesce(max(execution_sequence), 0) + 1, :'description',
  timestampdiff(microsecond, @rung_started_at, utc_timestamp(3)) div 1000, :'checksum', :'author'
from :"table";

-- name: tracker-record
-- For a migration that ran without a transaction: all at once, when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', coalesce(max(execution_sequence), 0) + 1, :'description',
  (select timestampdiff(microsecond, started_at, utc_timestamp(3)) div 1000 from :"progress"
    where version_num = :'version'),
  :'checksum', :'author'
from :"table";

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', coalesce(max(execution_sequence), 0) + 1, :'description', 0, :'checksum', :'author'
from :"table";

-- name: tracker-remove
-- A row that is gone was taken by another run. Two rows of its version are inserted then, which the key refuses
-- whatever sql_mode says; otherwise nothing is inserted.
insert into :"table" (version_num)
select :'version' from (select 1 union all select 2) as twice
where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';

-- name: tracker-rename
-- A file that was renamed: its row follows, at its place in the sequence.
update :"table"
set version_num = :'version', version_type = :'type', checksum = coalesce(:'checksum', checksum),
  description = coalesce(:'description', description)
where version_num = :'old';

-- name: tracker-replace
-- A squashed file takes the place of the rows that it stands for: the first of them becomes its own.
update :"table"
set version_num = :'version', version_type = :'type', description = :'description', checksum = :'checksum',
  replaces = :'replaces'
where version_num = :'old';

-- name: tracker-set-replaces
update :"table" set replaces = :'replaces' where version_num = :'version';

-- name: tracker-sign
-- Rows that came with a baseline are by whoever loaded it.
update :"table" set applied_by = :'author' where applied_by is null;

-- name: tracker-load
-- A row of a dump: without the times, and the person, that it was made by.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, replaces)
values (:'version', :'type', :sequence, :'description', 0, :'checksum', :'replaces');

-- name: tracker-drop
-- 'rung driver test' takes away its own table, when it has made one.
drop table :"table";
