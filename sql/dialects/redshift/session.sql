-- extends: postgresql
-- client: psql -X -v ON_ERROR_STOP=1 {target}
-- joined: insert, update, delete
-- without: session-prepare session-own lock-acquire lock-release lock-holder session-identity database-create database-drop database-make database-unmake rights-tracker rights-missing look-table look-index look-rebuild look-database look-label remove-invalid

-- Rung's SQL for Amazon Redshift: PostgreSQL's, except for the blocks here.
--
-- Redshift is derived from PostgreSQL 8: it has no code blocks outside procedures and no advisory locks. It enforces
-- no constraint except 'not null', so a claim counts the rows. Its isolation, serializable unless a database is
-- configured otherwise, refuses the second of two claims that count at the same moment.

-- name: session-reset
-- A migration may have changed any setting; the next one starts as if it ran alone.
reset session authorization;
reset all;
set client_encoding = 'UTF8';

-- name: schema-set
-- A missing schema would be ignored silently; without one, the query divides by zero.
set :scope search_path to :"schema", '$user', public;
select 1 / count(*) from pg_catalog.pg_namespace where nspname = :'schema_name';
