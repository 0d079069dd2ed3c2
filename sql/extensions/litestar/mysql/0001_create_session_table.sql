-- Description: Create the session table of Litestar

-- name: migrate-0001-up
create table :"session_table" (
  session_id varchar(255) primary key,
  data       longblob     not null,
  expires_at datetime(6),
  created_at datetime(6)  default current_timestamp(6),
  updated_at datetime(6)  default current_timestamp(6) on update current_timestamp(6),
  -- For what has expired.
  index :"idx_session_table_expires_at" (expires_at)
) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_unicode_ci;

-- name: migrate-0001-down
drop table :"session_table";
