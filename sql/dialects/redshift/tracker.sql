-- The tracking table. TEXT would be 256 characters here; keys are declared, but not enforced.

-- name: tracker-locate
-- The schema that the table is in, or would be created in, and whether the table exists.
select coalesce(:'schema', current_schema()) as schema, (
  select count(*) from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relname = :'name' and n.nspname = coalesce(:'schema', current_schema())
) as found;

-- name: tracker-create
create table if not exists :"table" (
  "version_num" VARCHAR(32) NOT NULL PRIMARY KEY,
  "version_type" VARCHAR(16),
  "execution_sequence" INT,
  "description" VARCHAR(65535),
  "applied_at" TIMESTAMP NOT NULL DEFAULT GETDATE(),
  "execution_time_ms" INT,
  "checksum" VARCHAR(64),
  "applied_by" VARCHAR(255),
  "replaces" VARCHAR(65535)
);

-- name: tracker-columns
-- The names of the existing columns: tables of older versions have fewer.
select a.attname from pg_catalog.pg_attribute as a
join pg_catalog.pg_class as c on c.oid = a.attrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relname = :'name' and n.nspname = coalesce(:'schema', current_schema()) and a.attnum > 0 and not a.attisdropped;

-- name: tracker-claim
-- The row is written before the migration runs. If it exists already, the time is null, which is refused. Until
-- tracker-finish the row holds the start time, in milliseconds of a clock that fits an integer; the clock counts whole
-- seconds.
insert into :"table"
  (version_num, version_type, execution_sequence, description, applied_at, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', coalesce(max(execution_sequence), 0) + 1, :'description',
  case when sum(case when version_num = :'version' then 1 else 0 end) > 0 then null else getdate() end,
  datediff(millisecond, '1970-01-01', getdate()) % 2147483647, :'checksum', :'author'
from :"table";

-- name: tracker-finish
update :"table"
set execution_time_ms =
  (datediff(millisecond, '1970-01-01', getdate()) % 2147483647 - execution_time_ms + 2147483647) % 2147483647
where version_num = :'version';

-- name: tracker-record
-- For a migration that ran without a transaction: the whole row is written when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, applied_at, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', coalesce(max(execution_sequence), 0) + 1, :'description',
  case when sum(case when version_num = :'version' then 1 else 0 end) > 0 then null else getdate() end,
  (select datediff(millisecond, max(started_at), getdate()) from :"progress" where version_num = :'version'),
  :'checksum', :'author'
from :"table";

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, applied_at, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', coalesce(max(execution_sequence), 0) + 1, :'description',
  case when sum(case when version_num = :'version' then 1 else 0 end) > 0 then null else getdate() end, 0,
  :'checksum', :'author'
from :"table";

-- name: tracker-remove
-- If the row does not exist, another run has removed it. The insert then fails, because applied_at must not be null;
-- otherwise it inserts nothing.
insert into :"table" (version_num, applied_at)
select :'version', null from (select count(*) as n from :"table" where version_num = :'version') as t where n = 0;
delete from :"table" where version_num = :'version';

-- name: tracker-unchanged
-- If there is a row that the run has not seen, the insert fails, because applied_at must not be null.
insert into :"table" (version_num, applied_at)
select '-', null from (select count(*) as n from :"table" where execution_sequence > :last) as t where n > 0;
