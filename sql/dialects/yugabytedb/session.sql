-- extends: postgresql
-- client: ysqlsh -X -v ON_ERROR_STOP=1 {target}
-- transactional_ddl: no
-- joined: insert, upsert, update, delete, with
-- without: client-variable

-- Rung's SQL for YugabyteDB (YSQL): PostgreSQL's, except for the blocks here.
--
-- A change of the schema is a separate transaction, so a migration runs statement by statement.

-- name: lock-acquire
-- The lock is tried and never waited for. Releases before 2025.1 have no advisory locks: there only the claim keeps
-- runs apart.
select set_config('rung.lock', :'lock', false);
do $$
begin
  if not pg_try_advisory_lock(hashtextextended('rung ' || current_setting('rung.lock'), 0)) then
    raise exception 'another run holds the lock' using errcode = 'lock_not_available';
  end if;
exception
  when feature_not_supported then null;
end
$$;

-- name: lock-release
select set_config('rung.lock', :'lock', false);
do $$
begin
  perform pg_advisory_unlock(hashtextextended('rung ' || current_setting('rung.lock'), 0));
exception
  when feature_not_supported then null;
end
$$;
select set_config('rung.lock', '', false);
