-- Description: Create the session table of Litestar

-- name: migrate-0001-up
-- Times are Julian days, as SQLSpec's stores for SQLite write them.
create table :"session_table" (
  session_id text primary key,
  data       blob not null,
  expires_at real
);

-- For what has expired; sessions that never do are left out.
create index :"idx_session_table_expires_at" on :"session_table" (expires_at) where expires_at is not null;

-- name: migrate-0001-down
drop table :"session_table";
