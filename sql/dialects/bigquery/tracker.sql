-- The tracking table, shared with SQLSpec: the same columns and types, in the same order. BigQuery only accepts a
-- primary key as not enforced.

-- name: tracker-locate
-- One row if the table exists; its schema is the dataset, so its name is empty.
select '' as in_schema, 1 as found from INFORMATION_SCHEMA.TABLES where table_name = :'name';

-- name: tracker-create
create table if not exists :"table" (
  version_num STRING(32) NOT NULL,
  version_type STRING(16),
  execution_sequence INT64,
  description STRING,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP() NOT NULL,
  execution_time_ms INT64,
  checksum STRING(64),
  applied_by STRING(255),
  replaces STRING,
  PRIMARY KEY (version_num) NOT ENFORCED
);

-- name: tracker-columns
-- The names of the existing columns: tables of older versions have fewer.
select column_name from INFORMATION_SCHEMA.COLUMNS where table_name = :'name';

-- name: tracker-read
-- Null replaces a column that does not exist. If a row has no execution_sequence, all rows are ordered by time; within
-- one second, rows without one come first.
select version_num, :version_type as version_type, :execution_sequence as execution_sequence, description,
  format_timestamp('%F %H:%M:%E6S', applied_at) as applied_at, execution_time_ms, :checksum as checksum, applied_by,
  :replaces as replaces
from :"table"
order by
  if(exists (select 1 from :"table" where :execution_sequence is null), 0, :execution_sequence),
  applied_at, coalesce(:execution_sequence, 0), version_num;

-- name: time-zone
-- The zone of the times in the tracking table.
select 'UTC' as time_zone;

-- name: tracker-claim
-- The row is written before the migration runs, and a second run is refused. Until tracker-finish it holds the start
-- time, in milliseconds since 1970.
merge :"table" as t
using (
  select :'version' as version_num, (select coalesce(max(execution_sequence), 0) + 1 from :"table") as sequence
) as s
on t.version_num = s.version_num
when matched then update set version_num = error('another run was first')
when not matched then
  insert (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
  values (
    s.version_num, :'type', s.sequence, :'description', unix_millis(current_timestamp()), :'checksum', :'author');

-- name: tracker-finish
update :"table" set execution_time_ms = unix_millis(current_timestamp()) - execution_time_ms
where version_num = :'version';

-- name: tracker-record
-- For a migration that ran without a transaction: the whole row is written when it is done.
merge :"table" as t
using (
  select :'version' as version_num, (select coalesce(max(execution_sequence), 0) + 1 from :"table") as sequence,
    (select max(timestamp_diff(current_timestamp(), started_at, millisecond)) from :"progress"
      where version_num = :'version') as milliseconds
) as s
on t.version_num = s.version_num
when matched then update set version_num = error('another run was first')
when not matched then
  insert (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
  values (s.version_num, :'type', s.sequence, :'description', s.milliseconds, :'checksum', :'author');

-- name: tracker-stamp
merge :"table" as t
using (
  select :'version' as version_num, (select coalesce(max(execution_sequence), 0) + 1 from :"table") as sequence
) as s
on t.version_num = s.version_num
when matched then update set version_num = error('another run was first')
when not matched then
  insert (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
  values (s.version_num, :'type', s.sequence, :'description', 0, :'checksum', :'author');

-- name: tracker-remove
-- If the row does not exist, another run has removed it.
assert exists (select 1 from :"table" where version_num = :'version') as 'another run was first';
delete from :"table" where version_num = :'version';

-- name: tracker-rename
-- The row of a renamed file gets its new version, and keeps its execution_sequence.
update :"table"
set version_num = :'version', version_type = :'type', checksum = coalesce(:'checksum', checksum),
  description = coalesce(:'description', description)
where version_num = :'old';

-- name: tracker-replace
-- A squashed file replaces the rows of its sources: the first of them becomes its own.
update :"table"
set version_num = :'version', version_type = :'type', description = :'description', checksum = :'checksum',
  replaces = :'replaces'
where version_num = :'old';

-- name: tracker-set-replaces
update :"table" set replaces = :'replaces' where version_num = :'version';

-- name: tracker-sign
-- The rows of a baseline get the user who loaded it.
update :"table" set applied_by = :'author' where applied_by is null;

-- name: tracker-load
-- A row of a dump, without its times and user.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, replaces)
values (:'version', :'type', :sequence, :'description', 0, :'checksum', :'replaces');

-- name: tracker-drop
-- 'rung driver test' drops the table that it created.
drop table :"table";
