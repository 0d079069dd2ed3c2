-- name: migrate-0001-up
create table users (id integer primary key, name text);
-- name: migrate-0001-down
drop table users;
