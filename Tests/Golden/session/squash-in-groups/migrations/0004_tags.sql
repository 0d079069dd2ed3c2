-- name: migrate-0004-up
create table tags (n integer);
