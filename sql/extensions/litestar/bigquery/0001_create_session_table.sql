-- Description: Create the session table of Litestar

-- name: migrate-0001-up
-- There are no keys and no indexes; rows of a session lie together instead. A session has no time of its last
-- change.
create table :"session_table" (
  session_id string    not null,
  data       bytes     not null,
  expires_at timestamp,
  created_at timestamp default current_timestamp()
)
cluster by session_id;

-- name: migrate-0001-down
drop table :"session_table";
