-- name: migrate-0001-up
create table a (t text);
