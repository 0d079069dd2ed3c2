-- name: migrate-0002-up
create table d (id integer);
