-- name: migrate-0002-up
create table posts (n integer) -- no semicolon

-- name: migrate-0002-down
drop table posts;
