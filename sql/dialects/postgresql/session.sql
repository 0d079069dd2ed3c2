-- syntax: postgresql
-- longest_name: 63
-- maintenance: postgres
-- client: psql -X -v ON_ERROR_STOP=1 {target}
-- joined: insert, update, delete, merge, with, truncate, create, alter, drop, comment, grant, revoke, security label, reassign owned, import foreign schema, do
-- alone: create database, create tablespace, create subscription, create materialized view, alter system, alter database, alter type, alter subscription, drop database, drop tablespace, drop subscription, *concurrently, do *commit, do *rollback, do *call
-- session: set, reset, discard, listen, unlisten, load, prepare, deallocate, select set_config, select pg_catalog.set_config
-- repeatable: set local, set transaction, set constraints, analyze, vacuum, reindex, cluster, checkpoint, refresh materialized view, alter system, begin, start transaction, savepoint, release, rollback, abort, lock, show, explain, declare, fetch, close, select setval, select pg_catalog.setval

-- Rung's SQL for PostgreSQL. All statements of Rung's own are in this folder. The format is that of migrations; the
-- holes are psql's. 'rung sql show postgresql' prints the blocks that take effect.

-- name: client-prepare
-- Without these settings, psql continues after an error and guesses the encoding.
\set ON_ERROR_STOP on
\encoding UTF8

-- name: client-variable
-- A printed script has no secrets; psql, from version 14 on, fills their holes itself.
\getenv :name :variable

-- name: transaction-begin
begin;

-- name: transaction-begin-isolated
-- For a migration that requires an isolation level, which must be set before the claim. PostgreSQL accepts the same
-- level again from the migration itself. 'begin isolation level' is not used, because sqlfluff cannot parse it.
begin;
set local transaction_isolation = :'level';

-- name: transaction-commit
commit;

-- name: transaction-rollback
rollback;

-- name: session-prepare
-- This is sent before the SQL of each migration and never printed. A server that checks its client (PostgreSQL 14 and
-- later) ends the statement of a client that died. The session can do without it.
do $$
begin
  if current_setting('client_connection_check_interval', true) is not null then
    perform set_config('client_connection_check_interval', '1s', false);
  end if;
exception when others then null;
end
$$;

-- name: session-own
-- In a migration without a transaction, each transaction ends with this and its progress, which a role that the
-- migration has taken may not write. That role is there again after the commit.
set local role none;
set local session authorization default;

-- name: session-reset
-- A migration, such as the output of pg_dump, may have changed any setting; the next one starts as if it ran alone.
-- The encoding is reset too, and a script is UTF-8.
reset session authorization;
reset role;
reset all;
set client_encoding = 'UTF8';

-- name: schema-locate
select 1 from pg_catalog.pg_namespace where nspname = :'schema';

-- name: schema-set
-- A missing schema would be ignored silently; the cast to regnamespace refuses it.
set :scope search_path to :"schema", "$user", public;
select set_config('rung.schema', :'schema_name', :'scope' = 'local');
do $$
begin
  perform quote_ident(current_setting('rung.schema'))::regnamespace;
end
$$;

-- name: timeout-set
set :scope statement_timeout = :'timeout';

-- name: lock-timeout-set
-- How long a statement waits for a lock before it fails; meanwhile all others wait behind it.
set :scope lock_timeout = :'timeout';

-- name: lock-blockers
-- The sessions that hold locks on the tables that a statement names, in words; the oldest transaction first.
select format('session %s of %s from %s (%s), in a transaction since %s, holds %s', a.pid, a.usename,
    coalesce(host(a.client_addr), 'this machine'), coalesce(nullif(a.application_name, ''), 'unnamed'),
    to_char(a.xact_start, 'HH24:MI:SS'), string_agg(distinct l.mode || ' on ' || c.relname, ', '))
from pg_catalog.pg_locks as l
join pg_catalog.pg_class as c on c.oid = l.relation
join pg_catalog.pg_stat_activity as a using (pid)
where l.granted and a.pid <> pg_backend_pid() and a.datname = current_database()
  and position(lower(c.relname) in lower(:'statement')) > 0
group by a.pid, a.usename, a.client_addr, a.application_name, a.xact_start
order by a.xact_start
limit 3;

-- name: lock-acquire
-- The lock is tried and never waited for: a session that waits inside the database can deadlock with another's CREATE
-- INDEX CONCURRENTLY. A run retries until its time is up; a printed script stops here.
select set_config('rung.lock', :'lock', false);
do $$
begin
  if not pg_try_advisory_lock(hashtextextended('rung ' || current_setting('rung.lock'), 0)) then
    raise exception 'another run holds the lock' using errcode = 'lock_not_available';
  end if;
end
$$;

-- name: lock-release
select set_config('rung.lock', :'lock', false);
do $$
begin
  perform pg_advisory_unlock(hashtextextended('rung ' || current_setting('rung.lock'), 0));
end
$$;
select set_config('rung.lock', '', false);

-- name: session-identity
-- Behind a pooler this is another number than the one that the client was given when it connected.
select pg_catalog.pg_backend_pid();

-- name: lock-holder
-- Who holds the lock, in words. A key of 64 bits is shown as two halves.
select format('session %s of %s from %s (%s)', a.pid, a.usename, coalesce(host(a.client_addr), 'this machine'),
    coalesce(nullif(a.application_name, ''), 'unnamed'))
from pg_catalog.pg_locks as l
join pg_catalog.pg_stat_activity as a using (pid)
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
  and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
  and (l.classid::bigint << 32) | l.objid::bigint = hashtextextended('rung ' || :'lock', 0);

-- name: session-role
-- The role that statements run as.
select current_user;
