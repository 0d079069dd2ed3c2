-- syntax: duckdb
-- client: duckdb -no-init -batch -bail {target}
-- database: file

-- How Rung speaks to DuckDB. Every statement that it ever sends of its own is in this folder; the format is that of
-- migrations, the holes are psql's. 'rung sql show duckdb' prints what is in force.

-- There is no lock: whoever writes has the whole file, and nobody else can open it.

-- name: client-prepare
-- The shell goes on after an error unless it is told to stop.
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
-- Settings are no part of a transaction: what a migration set would hold for the next one.
reset search_path;

-- name: schema-locate
select 1 from duckdb_schemas()
where database_name = current_database() and lower(schema_name) = lower(:'schema');

-- name: schema-set
-- A schema that is not there is refused.
set search_path = concat(:'schema_name', ',main');
