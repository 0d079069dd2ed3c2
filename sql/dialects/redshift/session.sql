-- extends: postgresql
-- client: psql -X -v ON_ERROR_STOP=1 {target}
-- without: session-prepare lock-acquire lock-release lock-holder database-create database-drop

-- How Rung speaks to Amazon Redshift: as to PostgreSQL, but for what is here.
--
-- Redshift comes from PostgreSQL 8: it has no blocks of code outside procedures and no advisory locks. It enforces no
-- key but 'not null', so a claim counts the rows, and its isolation, which is serializable unless a database is told
-- otherwise, refuses the second of two that count at the same moment.

-- name: session-reset
-- A migration may have set anything; the next one starts as if it ran alone.
reset session authorization;
reset all;
set client_encoding = 'UTF8';

-- name: schema-set
-- A schema that is not there would be passed over without a word; without one the query divides by zero.
set :scope search_path to :"schema", '$user', public;
select 1 / count(*) from pg_catalog.pg_namespace where nspname = :'schema_name';
