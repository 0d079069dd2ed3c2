-- syntax: mysql
-- longest_name: 64
-- client: mysql --binary-mode --comments --default-character-set=utf8mb4 {target}
-- transactional_ddl: no

-- How Rung speaks to MySQL, and to MariaDB where its own dialect does not say otherwise. Every statement that it ever
-- sends of its own is in this folder; the format is that of migrations, the holes are psql's. 'rung sql show mysql'
-- prints what is in force. Literals double backslashes, which is wrong under the sql_mode NO_BACKSLASH_ESCAPES.
--
-- The client stops at the first error unless it is told to go on, so there is no client-prepare. A schema is a database
-- here: tables are named without one, so that a printed script can be run on a database of another name.

-- name: transaction-begin
-- A migration may have switched autocommit off; begin itself commits what was left open then.
set autocommit = 1;
begin;

-- name: transaction-commit
commit;

-- name: transaction-rollback
rollback;

-- name: step-marker
select concat('rung step ', :step);

-- name: lock-acquire
-- First of all, what session-reset goes back to. Then the lock, which is tried and never waited for. It belongs to the
-- whole server, and its name may have 64 letters at most, so that the database's name is hashed into it. No statement
-- fails because a lock is taken; an integer that is too great does, and the message tells the name of the variable.
set names utf8mb4;
set autocommit = 1;
set @rung_sql_mode = @@sql_mode, @rung_sql_notes = @@sql_notes, @rung_sql_safe_updates = @@sql_safe_updates,
  @rung_time_zone = @@time_zone, @rung_lock_wait_timeout = @@lock_wait_timeout,
  @rung_foreign_key_checks = @@foreign_key_checks, @rung_unique_checks = @@unique_checks;
set @another_run_holds_the_lock =
  1 - coalesce(get_lock(concat('rung ', sha2(concat(coalesce(database(), ''), ' ', :'lock'), 224)), 0), 0);
set @rung_has_the_lock = ~0 + @another_run_holds_the_lock;

-- name: lock-release
do release_lock(concat('rung ', sha2(concat(coalesce(database(), ''), ' ', :'lock'), 224)));

-- name: lock-holder
-- Who holds the lock, in words. Connections of other users are seen with the right PROCESS only.
select concat('connection ', holder.id, coalesce(concat(' of ', process.user, ' from ', process.host), ''))
from (
  select is_used_lock(concat('rung ', sha2(concat(coalesce(database(), ''), ' ', :'lock'), 224))) as id
) as holder
left join information_schema.processlist as process on process.id = holder.id
where holder.id is not null;

-- name: session-reset
-- What dumps and migrations set in the session; the next migration starts as if it ran alone.
set names utf8mb4;
set timestamp = default, sql_mode = @rung_sql_mode, sql_notes = @rung_sql_notes,
  sql_safe_updates = @rung_sql_safe_updates, time_zone = @rung_time_zone, lock_wait_timeout = @rung_lock_wait_timeout,
  foreign_key_checks = @rung_foreign_key_checks, unique_checks = @rung_unique_checks;
