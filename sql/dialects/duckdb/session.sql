-- syntax: duckdb
-- client: duckdb -no-init -batch -bail {target}
-- database: file
-- referential_actions: no
-- joined: insert, update, delete, merge, with, select, create, alter, drop, truncate, comment on
-- apart: attach
-- session: set, reset, use, attach, detach, load, install, pragma, prepare, deallocate
-- repeatable: begin, start transaction, rollback, abort, checkpoint, vacuum, analyze, explain, show, describe

-- Rung's SQL for DuckDB. All statements of Rung's own are in this folder. The format is that of migrations; the holes
-- are psql's. 'rung sql show duckdb' prints the blocks that take effect.

-- There is no lock: a writer has the whole file, and no other process can open it.

-- name: client-prepare
-- The shell continues after an error unless this setting stops it.
.bail on

-- name: step-marker
select 'rung step ' || :step;

-- name: transaction-begin
begin;

-- name: transaction-commit
commit;

-- name: transaction-rollback
rollback;

-- name: session-reset
-- Settings are not part of a transaction: those of a migration would still apply to the next one.
reset search_path;

-- name: schema-locate
select 1 from duckdb_schemas()
where database_name = current_database() and lower(schema_name) = lower(:'schema');

-- name: schema-set
-- DuckDB refuses a missing schema.
set search_path = concat(:'schema_name', ',main');
