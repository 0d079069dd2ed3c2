-- extends: postgresql
-- client: psql -X -v ON_ERROR_STOP=1 {target}
-- client_commands: yes
-- record: last

-- PostgreSQL through psql: the differences from PostgreSQL inside Rung.

-- name: step-marker
-- This is not a query, because a migration may have redirected the output of queries, or changed its format.
\echo rung step :step

-- name: session-reset
-- A migration may have changed any setting of psql and of the server; the next one starts as if it ran alone.
\o
\set ON_ERROR_STOP on
\set AUTOCOMMIT on
reset session authorization;
reset role;
reset all;
\encoding UTF8

-- name: tracker-claim
-- The row is written after the migration runs, because what the client reads (\i, \gexec) may commit, and would commit
-- the row. An existing row is refused, because applied_at must not be null. The lock keeps a second run apart.
insert into :"table" (version_num, applied_at)
select :'version', null where exists (select from :"table" where version_num = :'version');

-- name: tracker-finish
-- The time is measured from the start of the transaction. A session without the lock is a different one, perhaps in
-- another database (\c), and is refused because version_num must not be null.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  case when exists (
    select from pg_catalog.pg_locks
    where locktype = 'advisory' and pid = pg_backend_pid() and granted and objsubid = 1
      and database = (select oid from pg_catalog.pg_database where datname = current_database())
      and (classid::bigint << 32) | objid::bigint = hashtextextended('rung ' || :'lock', 0)
  ) then :'version' end,
  :'type', (:next),
  :'description',
  (extract(epoch from clock_timestamp() - now()) * 1000)::bigint % 2147483647, :'checksum', :'author';
