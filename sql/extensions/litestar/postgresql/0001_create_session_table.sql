-- Description: Create the session table of Litestar

-- name: migrate-0001-up
-- Every request writes its session again. Pages keep room for that, and autovacuum comes sooner than it
-- would.
create table :"session_table" (
  session_id text        primary key,
  data       bytea       not null,
  expires_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
) with (
  fillfactor = :fillfactor,
  autovacuum_vacuum_scale_factor = :autovacuum_vacuum_scale_factor,
  autovacuum_analyze_scale_factor = :autovacuum_analyze_scale_factor
);

-- For what has expired; sessions that never do are left out.
create index :"idx_session_table_expires_at" on :"session_table" (expires_at) where expires_at is not null;

-- name: migrate-0001-down
drop table :"session_table";
