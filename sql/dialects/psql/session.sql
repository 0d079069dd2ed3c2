-- extends: postgresql
-- client: psql -X -v ON_ERROR_STOP=1 {target}
-- client_commands: yes
-- record: last

-- PostgreSQL through psql: what differs from PostgreSQL inside Rung.

-- name: step-marker
-- Not a query: a migration may have sent the output of queries elsewhere, or given it any form.
\echo rung step :step

-- name: session-reset
-- A migration may have set anything, in psql as in the server; the next one starts as if it ran alone.
\o
\set ON_ERROR_STOP on
\set AUTOCOMMIT on
reset session authorization;
reset role;
reset all;
\encoding UTF8

-- name: tracker-claim
-- The row comes after the work, for what the client reads (\i, \gexec) may commit by itself, and would commit the row. One
-- that is there already is refused: applied_at may not be null. The lock keeps a second run apart.
insert into :"table" (version_num, applied_at)
select :'version', null where exists (select from :"table" where version_num = :'version');

-- name: tracker-finish
-- The time is that since the beginning of the transaction. A session that has not the lock any more is another one, in
-- another database perhaps (\c): version_num may not be null.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  case when exists (
    select from pg_catalog.pg_locks
    where locktype = 'advisory' and pid = pg_backend_pid() and granted and objsubid = 1
      and database = (select oid from pg_catalog.pg_database where datname = current_database())
      and (classid::bigint << 32) | objid::bigint = hashtextextended('rung ' || :'lock', 0)
  ) then :'version' end,
  :'type', coalesce(max(execution_sequence), 0) + 1, :'description',
  (extract(epoch from clock_timestamp() - now()) * 1000)::bigint % 2147483647, :'checksum', :'author'
from :"table";
