-- name: migrate-0001-up
create table "users (id integer primary key);
