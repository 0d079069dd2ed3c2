-- syntax: mysql
-- longest_name: 64
-- maintenance: information_schema
-- client: mysql --binary-mode --comments --default-character-set=utf8mb4 {target}
-- transactional_ddl: no
-- commits: flush, analyze, optimize, repair, check table, cache index, load index, reset, install, uninstall, set password
-- refused: use, delimiter, lock table, lock tables, set @@global.gtid_purged, set global gtid_purged
-- joined: insert, replace, update, delete, with, select, do, load data
-- apart: xa, set autocommit, set session autocommit, set @@autocommit, set @@session.autocommit
-- session: set, prepare, deallocate
-- repeatable: set global, set persist, set persist_only, set @@global, set @@persist, set password, set transaction, analyze, optimize, repair, check table, checksum, cache index, load index, flush, grant, begin, start transaction, savepoint, release, rollback, show, explain, describe, unlock

-- Rung's SQL for MySQL, and for MariaDB except for the blocks of its own dialect. All statements of Rung's own are in
-- this folder. The format is that of migrations; the holes are psql's. 'rung sql show mysql' prints the blocks that
-- take effect. Literals double backslashes, which is wrong under the sql_mode NO_BACKSLASH_ESCAPES.
--
-- The client stops at the first error by default, so there is no client-prepare. A schema is a database here: tables
-- are named without one, so that a printed script can run on a database of another name.

-- name: transaction-begin
-- A migration may have disabled autocommit; begin itself commits a transaction that was left open.
set autocommit = 1;
begin;

-- name: transaction-commit
commit;

-- name: transaction-rollback
rollback;

-- name: step-marker
select concat('rung step ', :step);

-- name: lock-acquire
-- First come the values that session-reset restores. Then comes the lock, which is tried and never waited for. It
-- belongs to the whole server, and its name may have at most 64 characters, so it contains a hash of the database's
-- name. No statement fails because a lock is taken. An integer overflow does, and its message contains the name of the
-- variable.
set names utf8mb4;
set autocommit = 1;
set @rung_sql_mode = @@sql_mode, @rung_sql_notes = @@sql_notes, @rung_sql_safe_updates = @@sql_safe_updates,
  @rung_time_zone = @@time_zone, @rung_lock_wait_timeout = @@lock_wait_timeout,
  @rung_innodb_lock_wait_timeout = @@innodb_lock_wait_timeout,
  @rung_foreign_key_checks = @@foreign_key_checks, @rung_unique_checks = @@unique_checks;
set @another_run_holds_the_lock =
  1 - coalesce(get_lock(concat('rung ', sha2(concat(coalesce(database(), ''), ' ', :'lock'), 224)), 0), 0);
set @rung_has_the_lock = ~0 + @another_run_holds_the_lock;

-- name: lock-timeout-set
-- How long a statement waits for a lock before it fails, in whole seconds; meanwhile all others wait behind it.
set @rung_seconds = cast(greatest(1, ceiling(case
  when :'timeout' like '%ms' then replace(:'timeout', 'ms', '') / 1000
  when :'timeout' like '%min' then replace(:'timeout', 'min', '') * 60
  when :'timeout' like '%h' then replace(:'timeout', 'h', '') * 3600
  else replace(:'timeout', 's', '') + 0
end)) as unsigned);
set session lock_wait_timeout = @rung_seconds, session innodb_lock_wait_timeout = @rung_seconds;

-- name: lock-blockers
-- The connections with an open transaction, in words; the oldest first. Those of other users are visible only with the
-- privilege PROCESS.
select concat('connection ', t.trx_mysql_thread_id, coalesce(concat(' of ', p.user, ' from ', p.host), ''),
    ', in a transaction since ', time(t.trx_started))
from information_schema.innodb_trx as t
left join information_schema.processlist as p on p.id = t.trx_mysql_thread_id
where t.trx_mysql_thread_id <> connection_id()
order by t.trx_started
limit 3;

-- name: lock-release
do release_lock(concat('rung ', sha2(concat(coalesce(database(), ''), ' ', :'lock'), 224)));

-- name: lock-local
-- One row on a server of a cluster in which several servers take writes: the lock is of one server, and the others do not
-- see it. That is a cluster of Galera, or group replication with several primaries.
select 1 from performance_schema.global_variables
where variable_name = 'wsrep_on' and variable_value = 'ON'
  or variable_name = 'group_replication_single_primary_mode' and variable_value = 'OFF'
limit 1;

-- name: lock-holder
-- The holder of the lock, in words. Connections of other users are visible only with the privilege PROCESS.
select concat('connection ', holder.id, coalesce(concat(' of ', process.user, ' from ', process.host), ''))
from (
  select is_used_lock(concat('rung ', sha2(concat(coalesce(database(), ''), ' ', :'lock'), 224))) as id
) as holder
left join information_schema.processlist as process on process.id = holder.id
where holder.id is not null;

-- name: session-reset
-- Resets what dumps and migrations change in the session; the next migration starts as if it ran alone.
set names utf8mb4;
set timestamp = default, sql_mode = @rung_sql_mode, sql_notes = @rung_sql_notes,
  sql_safe_updates = @rung_sql_safe_updates, time_zone = @rung_time_zone, lock_wait_timeout = @rung_lock_wait_timeout,
  innodb_lock_wait_timeout = @rung_innodb_lock_wait_timeout,
  foreign_key_checks = @rung_foreign_key_checks, unique_checks = @rung_unique_checks;

-- name: session-role
-- The account that the server took the user for, with the host that it allows.
select current_user();
