-- extends: postgresql
-- client: cockroach sql --set errexit=true --url {target}
-- transactional_ddl: no
-- without: session-prepare lock-acquire lock-release lock-holder database-create database-drop

-- How Rung speaks to CockroachDB: as to PostgreSQL, but for what is here.
--
-- CockroachDB changes a schema while others use it and cannot take every change back, so a migration runs statement by
-- statement. It takes advisory locks without locking anything, and a row as a lock would stay behind a run that died:
-- what keeps runs apart is the claim.

-- name: client-prepare
\set errexit true

-- name: session-reset
-- A migration may have set anything; the next one starts as if it ran alone.
reset all;

-- name: schema-set
-- A schema that is not there would be passed over without a word; the cast to regnamespace refuses it.
set :scope search_path to :"schema", "$user", public;
select quote_ident(:'schema_name')::regnamespace;
