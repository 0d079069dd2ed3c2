-- name: migrate-0001-up
create table users (id integer primary key);

-- name: migrate-0001-down
drop table users;
