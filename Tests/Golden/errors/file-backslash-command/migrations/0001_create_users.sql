-- name: migrate-0001-up
\set name 'Ada'
create table users (id integer primary key);
