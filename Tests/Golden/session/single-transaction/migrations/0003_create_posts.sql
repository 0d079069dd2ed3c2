-- name: migrate-0003-up
create table users (id integer);
