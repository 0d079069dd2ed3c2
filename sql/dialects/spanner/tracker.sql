-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- One row if the table exists; it is in the unnamed schema.
select '' as in_schema, 1 as found from INFORMATION_SCHEMA.TABLES where table_schema = '' and table_name = :'name';

-- name: tracker-create
create table if not exists :"table" (
  version_num STRING(32),
  version_type STRING(16),
  execution_sequence INT64,
  description STRING(MAX),
  applied_at TIMESTAMP NOT NULL DEFAULT (CURRENT_TIMESTAMP()),
  execution_time_ms INT64,
  checksum STRING(64),
  applied_by STRING(255),
  replaces STRING(MAX)
) primary key (version_num);

-- name: tracker-columns
-- The names of the existing columns: tables of older versions have fewer.
select column_name from INFORMATION_SCHEMA.COLUMNS where table_schema = '' and table_name = :'name';

-- name: tracker-read
-- Null replaces a column that does not exist. If a row has no execution_sequence, all rows are ordered by time; within
-- one second, rows without one come first.
select version_num, :version_type as version_type, :execution_sequence as execution_sequence, description,
  format_timestamp('%F %H:%M:%E6S', applied_at, 'UTC') as applied_at, execution_time_ms, :checksum as checksum,
  applied_by, :replaces as replaces
from :"table"
order by
  if(exists (select 1 from :"table" where :execution_sequence is null), 0, :execution_sequence),
  applied_at, coalesce(:execution_sequence, 0), version_num;

-- name: time-zone
-- The zone of the times in the tracking table.
select 'UTC' as time_zone;

-- name: tracker-claim
-- The row is written before the migration runs: its key refuses a second run. Until tracker-finish it holds the start
-- time, in milliseconds since 1970.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  unix_millis(current_timestamp()), :'checksum', :'author';

-- name: tracker-finish
update :"table" set execution_time_ms = unix_millis(current_timestamp()) - execution_time_ms
where version_num = :'version';

-- name: tracker-record
-- For a migration that ran without a transaction: the whole row is written when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  (select timestamp_diff(current_timestamp(), started_at, millisecond) from :"progress"
    where version_num = :'version'),
  :'checksum', :'author';

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description', 0,
  :'checksum', :'author';

-- name: tracker-remove
-- If the row does not exist, another run has removed it. The insert then fails, because applied_at must not be null;
-- otherwise it inserts nothing.
insert into :"table" (version_num, applied_at)
select :'version', cast(null as timestamp) from unnest([1])
where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';

-- name: tracker-rename
-- The row of a renamed file gets its new version, and keeps its execution_sequence. A key cannot be changed, so a new
-- row is written, and the old one deleted.
insert into :"table"
  (version_num, version_type, execution_sequence, description, applied_at, execution_time_ms, checksum, applied_by,
   replaces)
select :'version', :'type', execution_sequence, coalesce(:'description', description), applied_at, execution_time_ms,
  coalesce(:'checksum', checksum), applied_by, replaces
from :"table" where version_num = :'old';
delete from :"table" where version_num = :'old';

-- name: tracker-replace
-- A squashed file replaces the rows of its sources: the first of them becomes its own. If its version is that of the
-- row, nothing is inserted, and the row is updated.
insert into :"table"
  (version_num, version_type, execution_sequence, description, applied_at, execution_time_ms, checksum, applied_by)
select :'version', :'type', execution_sequence, :'description', applied_at, execution_time_ms, :'checksum', applied_by
from :"table" where version_num = :'old' and :'version' <> :'old';
delete from :"table" where version_num = :'old' and :'version' <> :'old';
update :"table" set version_type = :'type', description = :'description', checksum = :'checksum',
  replaces = :'replaces'
where version_num = :'version';

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
