-- name: migrate-0001-up
create table users (n integer);

-- name: migrate-0001-down
drop table users;
