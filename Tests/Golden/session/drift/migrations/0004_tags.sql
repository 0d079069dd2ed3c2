-- name: migrate-0004-up
create table tags (n integer);

-- name: migrate-0004-down
drop table tags;
