-- Description: Create the session table of Litestar

-- As on PostgreSQL, without what that knows of pages and vacuuming.

-- name: migrate-0001-up
create table :"session_table" (
  session_id text        primary key,
  data       bytea       not null,
  expires_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);

-- For what has expired; sessions that never do are left out.
create index :"idx_session_table_expires_at" on :"session_table" (expires_at) where expires_at is not null;

-- name: migrate-0001-down
drop table :"session_table";
