-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- The schema that the table is in, or would be created in, whether the table exists, and whether the progress table
-- exists in that schema.
select located.schema, located.found,
  to_regclass(quote_ident(located.schema) || '.' || quote_ident(:'progress_name')) is not null as progress
from (
  select coalesce(found.schema, :'schema', current_schema()) as schema, found.schema is not null as found
  from (
    select (
      select n.nspname from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
      where c.oid = case
        when :'schema' is null then to_regclass(quote_ident(:'name'))
        else to_regclass(quote_ident(:'schema') || '.' || quote_ident(:'name'))
      end
    ) as schema
  ) as found
) as located;

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
-- The names of the existing columns: tables of older versions have fewer.
select attname from pg_catalog.pg_attribute
where attrelid = to_regclass(quote_ident(:'schema') || '.' || quote_ident(:'name')) and attnum > 0 and not attisdropped;

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
-- time, in milliseconds of a clock that fits an integer.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (:next),
  :'description',
  (extract(epoch from clock_timestamp()) * 1000)::bigint % 2147483647,
  :'checksum', :'author');

-- name: tracker-finish
update :"table"
set execution_time_ms =
  ((extract(epoch from clock_timestamp()) * 1000)::bigint % 2147483647 - execution_time_ms + 2147483647) % 2147483647
where version_num = :'version';

-- name: tracker-record
-- For a migration that ran without a transaction: the whole row is written when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (:next),
  :'description',
  (select extract(epoch from clock_timestamp() - started_at) * 1000 from :"progress" where version_num = :'version'),
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
select :'version', null where not exists (select from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';

-- name: tracker-unchanged
-- A row that the run has not seen is inserted again, which the key refuses. A balancer may have answered from a standby
-- that was behind.
insert into :"table" (version_num) select version_num from :"table" where execution_sequence > :last;

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
