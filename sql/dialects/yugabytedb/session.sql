-- extends: postgresql
-- client: ysqlsh -X -v ON_ERROR_STOP=1 {target}
-- transactional_ddl: no

-- How Rung speaks to YugabyteDB (YSQL): as to PostgreSQL, but for what is here.
--
-- A change of the schema is a transaction of its own, so a migration runs statement by statement.

-- name: lock-acquire
-- Tried, never waited for. Releases before 2025.1 have no advisory locks: there the claim alone keeps runs apart.
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
