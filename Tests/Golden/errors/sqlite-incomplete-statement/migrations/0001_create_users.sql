-- name: migrate-0001-up
create table posts (
  id integer primary key
