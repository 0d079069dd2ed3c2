-- Description: Create the session table of Litestar

-- name: migrate-0001-up
create table :"session_table" (
  session_id varchar2(255)            primary key,
  data       blob                     not null,
  expires_at timestamp with time zone,
  created_at timestamp with time zone default systimestamp not null,
  updated_at timestamp with time zone default systimestamp not null
);

-- For what has expired. An index does not hold what is null, so sessions that never expire are not in it.
create index :session_table_schema:"idx_session_table_expires_at" on :"session_table" (expires_at);

-- name: migrate-0001-down
drop table :"session_table";
