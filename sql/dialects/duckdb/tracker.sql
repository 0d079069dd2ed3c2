-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- The schema that the table is in, or would be made in, and whether it is there.
select coalesce(found.schema, :'schema', current_schema()), case when found.schema is null then 0 else 1 end
from (
  select max(schema_name) as schema from duckdb_tables()
  where database_name = current_database() and lower(table_name) = lower(:'name')
    and lower(schema_name) = lower(coalesce(:'schema', current_schema()))
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
-- The names of the columns that are there: tables of older versions have fewer.
select column_name from duckdb_columns()
where database_name = current_database() and lower(table_name) = lower(:'name') and lower(schema_name) = lower(:'schema');

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
-- The row comes before the work: its key refuses whoever comes second. Until tracker-finish it holds the time of
-- the beginning, in milliseconds of a clock that fits an integer. DuckDB's now() is the time at which the transaction
-- began; the one clock that goes on is that of a UUID.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  epoch_ms(uuid_extract_timestamp(uuidv7())) % 2147483647,
  :'checksum', :'author');

-- name: tracker-finish
update :"table"
set execution_time_ms =
  (epoch_ms(uuid_extract_timestamp(uuidv7())) % 2147483647 - execution_time_ms + 2147483647) % 2147483647
where version_num = :'version';

-- name: tracker-record
-- For a migration that ran without a transaction: all at once, when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  (select epoch_ms(uuid_extract_timestamp(uuidv7())) - epoch_ms(started_at) from :"progress"
    where version_num = :'version'),
  :'checksum', :'author');

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description', 0, :'checksum',
  :'author');

-- name: tracker-remove
-- A row that is gone was taken by another run. The insert then fails, for applied_at may not be null; otherwise it
-- inserts nothing.
insert into :"table" (version_num, applied_at)
select :'version', null where not exists (select 1 from :"table" where version_num = :'version');
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
