-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- The schema that the table is in, or would be made in, and whether it is there.
select coalesce(found.schema, :'schema', current_schema()) as schema, found.schema is not null as found
from (
  select (
    select n.nspname from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.oid = case
      when :'schema' is null then to_regclass(quote_ident(:'name'))
      else to_regclass(quote_ident(:'schema') || '.' || quote_ident(:'name'))
    end
  ) as schema
) as found;

-- name: tracker-create
create table if not exists :"table" (
  "version_num" VARCHAR(32) PRIMARY KEY,
  "version_type" VARCHAR(16),
  "execution_sequence" INT,
  "description" TEXT,
  "applied_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "execution_time_ms" INT,
  "checksum" VARCHAR(64),
  "applied_by" VARCHAR(255),
  "replaces" TEXT
);

-- name: tracker-columns
-- The names of the columns that are there: tables of older versions have fewer.
select attname from pg_catalog.pg_attribute
where attrelid = to_regclass(quote_ident(:'schema') || '.' || quote_ident(:'name')) and attnum > 0 and not attisdropped;

-- name: tracker-read
-- Null stands for a column that is not there. What has no place in the sequence came before what has one.
select version_num, :version_type, :execution_sequence, description, applied_at, execution_time_ms, :checksum,
  applied_by, :replaces
from :"table"
order by coalesce(:execution_sequence, 0), applied_at, version_num;

-- name: tracker-claim
-- The row comes before the work: its key refuses whoever comes second. Until tracker-finish it holds the time of
-- the beginning, in milliseconds of a clock that fits an integer.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  (extract(epoch from clock_timestamp()) * 1000)::bigint % 2147483647,
  :'checksum', :'author');

-- name: tracker-finish
update :"table"
set execution_time_ms =
  ((extract(epoch from clock_timestamp()) * 1000)::bigint % 2147483647 - execution_time_ms + 2147483647) % 2147483647
where version_num = :'version';

-- name: tracker-record
-- For a migration that ran without a transaction: all at once, when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  (select extract(epoch from clock_timestamp() - started_at) * 1000 from :"progress" where version_num = :'version'),
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
select :'version', null where not exists (select from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';
