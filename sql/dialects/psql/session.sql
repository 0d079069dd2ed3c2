-- extends: postgresql
-- client: psql -X -v ON_ERROR_STOP=1 {target}
-- client_commands: yes

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
