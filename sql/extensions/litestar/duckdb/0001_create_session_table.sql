-- Description: Create the session table of Litestar

-- name: migrate-0001-up
create table :"session_table" (
  session_id varchar     primary key,
  data       blob        not null,
  expires_at timestamptz,
  created_at timestamptz default current_timestamp,
  updated_at timestamptz default current_timestamp
);

-- For what has expired. DuckDB has no index over a part of the rows.
create index :"idx_session_table_expires_at" on :"session_table" (expires_at);

-- name: migrate-0001-down
drop table :"session_table";
