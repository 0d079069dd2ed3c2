-- extends: mysql
-- client: mariadb --binary-mode --comments --default-character-set=utf8mb4 {target}

-- A setting that MariaDB has and MySQL lacks: a timeout for statements of every kind, in seconds.

-- name: lock-local
-- One row on a node of a Galera cluster: the lock is of one node, and the others do not see it.
select 1 from information_schema.global_variables where variable_name = 'wsrep_on' and variable_value = 'ON';

-- name: timeout-set
-- Rung passes the time as written: '500ms', '30s', '5min', '1h' or 0. 'local' is the same as 'session' here.
set :scope max_statement_time = case
  when :'timeout' like '%ms' then replace(:'timeout', 'ms', '') / 1000
  when :'timeout' like '%min' then replace(:'timeout', 'min', '') * 60
  when :'timeout' like '%h' then replace(:'timeout', 'h', '') * 3600
  else replace(:'timeout', 's', '') + 0
end;

-- name: session-reset
-- Resets what dumps, migrations and timeout-set change in the session; the next migration starts as if it ran alone.
set names utf8mb4;
set max_statement_time = default;
set timestamp = default, sql_mode = @rung_sql_mode, sql_notes = @rung_sql_notes,
  sql_safe_updates = @rung_sql_safe_updates, time_zone = @rung_time_zone, lock_wait_timeout = @rung_lock_wait_timeout,
  innodb_lock_wait_timeout = @rung_innodb_lock_wait_timeout,
  foreign_key_checks = @rung_foreign_key_checks, unique_checks = @rung_unique_checks;
