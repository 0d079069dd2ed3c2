-- extends: postgresql
-- client: cockroach sql --set errexit=true --url {target}
-- transactional_ddl: no
-- joined: insert, upsert, update, delete, with
-- without: client-variable session-prepare session-own lock-acquire lock-release lock-holder session-identity database-create database-drop database-make database-unmake rights-tracker rights-missing

-- Rung's SQL for CockroachDB: PostgreSQL's, except for the blocks here.
--
-- CockroachDB changes a schema while others use it and cannot roll back every change, so a migration runs statement by
-- statement. It accepts advisory locks without locking anything, and a row used as a lock would remain after a run
-- that died. Therefore only the claim keeps runs apart.

-- name: client-prepare
\set errexit true

-- name: session-reset
-- A migration may have changed any setting; the next one starts as if it ran alone.
reset all;

-- name: schema-set
-- A missing schema would be ignored silently; the cast to regnamespace refuses it.
set :scope search_path to :"schema", "$user", public;
select quote_ident(:'schema_name')::regnamespace;
