-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- The schema that the table is in, or would be created in, whether the table exists, and whether the progress table
-- exists in that schema.
select coalesce(found.schema, :'schema', current_schema()), case when found.schema is null then 0 else 1 end,
  case when found.progress is null then 0 else 1 end
from (
  select
    max(schema_name) filter (lower(table_name) = lower(:'name')) as schema,
    max(schema_name) filter (lower(table_name) = lower(:'progress_name')) as progress
  from duckdb_tables()
  where database_name = current_database() and lower(schema_name) = lower(coalesce(:'schema', current_schema()))
) as found;

-- name: tracker-create
create table if not exists :"table" (
  "version_num" VARCHAR PRIMARY KEY,
  "version_type" VARCHAR,
  "execution_sequence" INTEGER,
  "description" VARCHAR,
  "applied_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "execution_time_ms" INTEGER,
  "checksum" VARCHAR,
  "applied_by" VARCHAR,
  "replaces" VARCHAR
);

-- name: tracker-columns
-- The names of the existing columns: tables of older versions have fewer.
select column_name from duckdb_columns()
where database_name = current_database() and lower(table_name) = lower(:'name') and lower(schema_name) = lower(:'schema');

-- name: tracker-read
-- Null replaces a column that does not exist. If a row has no execution_sequence, all rows are ordered by time; within
-- one second, rows without one come first.
select version_num, :version_type, :execution_sequence, description, applied_at, execution_time_ms, :checksum,
  applied_by, :replaces
from :"table"
order by
  case when exists (select 1 from :"table" where :execution_sequence is null) then 0 else :execution_sequence end,
  applied_at, coalesce(:execution_sequence, 0), version_num;

-- name: time-zone
-- The zone of the times in the tracking table; where the session that wrote a row had another one, this is not known.
select current_setting('TimeZone');

-- name: tracker-next
-- The execution_sequence of the next row; claims contain this query as :next.
select coalesce(max(execution_sequence), 0) + 1 from :"table";

-- name: tracker-next-after
-- The same, where the same script has written the row before, so that the key finds it.
select coalesce(max(execution_sequence), 0) + 1 from :"table" where version_num = :'previous';

-- name: tracker-claim
-- The row is written before the migration runs: its key refuses a second run. Until tracker-finish it holds the start
-- time, in milliseconds of a clock that fits an integer. DuckDB's now() is the start time of the transaction; only the
-- clock of a UUID keeps running.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (:next),
  :'description',
  epoch_ms(uuid_extract_timestamp(uuidv7())) % 2147483647,
  :'checksum', :'author');

-- name: tracker-finish
update :"table"
set execution_time_ms =
  (epoch_ms(uuid_extract_timestamp(uuidv7())) % 2147483647 - execution_time_ms + 2147483647) % 2147483647
where version_num = :'version';

-- name: tracker-record
-- For a migration that ran without a transaction: the whole row is written when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (:next),
  :'description',
  (select epoch_ms(uuid_extract_timestamp(uuidv7())) - epoch_ms(started_at) from :"progress"
    where version_num = :'version'),
  :'checksum', :'author');

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (:next),
  :'description', 0, :'checksum',
  :'author');

-- name: tracker-remove
-- If the row does not exist, another run has removed it. The insert then fails, because applied_at must not be null;
-- otherwise it inserts nothing.
insert into :"table" (version_num, applied_at)
select :'version', null where not exists (select 1 from :"table" where version_num = :'version');
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
