-- syntax: oracle
-- longest_name: 128
-- names: upper
-- client: sqlplus -S -L {target}
-- transactional_ddl: no
-- client_commands: yes
-- commits: analyze, audit, noaudit, purge, flashback
-- session: alter session, set role
-- repeatable: analyze, comment, grant, audit, noaudit, savepoint, rollback, lock, explain, set transaction

-- Rung's SQL for Oracle, 12.2 and newer. All statements of Rung's own are in this folder. The format is that of
-- migrations; the holes are psql's. 'rung sql show oracle' prints the blocks that take effect.
--
-- Oracle commits before and after every change of the schema. Therefore a migration runs statement by statement and
-- stores its progress, unless its file requires a transaction, which then contains only data.

-- name: client-prepare
-- By default, SQL*Plus continues after an error, prompts for what follows a '&', ends a statement at an empty line,
-- and commits when it exits.
whenever oserror exit failure rollback
whenever sqlerror exit failure rollback
set define off
set sqlblanklines on
set sqlterminator ';'
set autocommit off
set exitcommit off
set echo off
set feedback off
set heading off
set pagesize 0
set linesize 32767
set trimout on
set tab off

-- name: step-marker
select 'rung step ' || :step from dual;

-- name: transaction-begin
set transaction read write;

-- name: transaction-commit
commit;

-- name: transaction-rollback
rollback;

-- name: session-reset
-- A migration may have set another schema; its other session settings end with the run.
begin
  execute immediate 'alter session set current_schema = "' || sys_context('userenv', 'session_user') || '"';
end;
/

-- name: schema-locate
select 1 from all_users where username = :'schema';

-- name: schema-set
-- A missing schema is refused with ORA-01435. The setting applies to the session, whatever its scope.
alter session set current_schema = :"schema";

-- name: lock-acquire
-- The lock is tried and never waited for. DBMS_LOCK must be granted ('grant execute on dbms_lock to …'); without it,
-- only the claim keeps two runs apart. A row lock does not suffice, because it ends with the first change of the
-- schema. The name of the lock is a number. Two databases never share one, and two tables of one database hardly ever.
declare
  got integer;
  busy exception;
  missing exception;
  pragma exception_init(busy, -54);
  pragma exception_init(missing, -6550);
begin
  execute immediate
    'begin :got := dbms_lock.request(id => :id, lockmode => 6, timeout => 0, release_on_commit => false); end;'
    using out got, dbms_utility.get_hash_value('rung ' || :'lock', 0, 1073741824);
  if got = 1 then
    raise busy;
  end if;
exception
  when missing then null;
end;
/

-- name: lock-release
declare
  got integer;
  missing exception;
  pragma exception_init(missing, -6550);
begin
  execute immediate 'begin :got := dbms_lock.release(id => :id); end;'
    using out got, dbms_utility.get_hash_value('rung ' || :'lock', 0, 1073741824);
exception
  when missing then null;
end;
/
