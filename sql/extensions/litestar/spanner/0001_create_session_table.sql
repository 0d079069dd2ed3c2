-- Description: Create the session table of Litestar

-- name: migrate-0001-up
create table :"session_table" (
  session_id string(128) not null,
  data       bytes(max)  not null,
  expires_at timestamp,
  created_at timestamp   not null options (allow_commit_timestamp = true),
  updated_at timestamp   not null options (allow_commit_timestamp = true)
) primary key (session_id);

-- For what has expired.
create index :session_table_schema:"idx_session_table_expires_at" on :"session_table" (expires_at);

-- name: migrate-0001-down
-- Spanner drops no table that still has an index.
drop index :session_table_schema:"idx_session_table_expires_at";
drop table :"session_table";
