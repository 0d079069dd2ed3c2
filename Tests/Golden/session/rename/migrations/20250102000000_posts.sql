-- name: migrate-20250102000000-up
create table posts (n integer);

-- name: migrate-20250102000000-down
drop table posts;
