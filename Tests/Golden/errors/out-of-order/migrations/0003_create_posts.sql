-- name: migrate-0003-up
create table posts (id integer primary key);

-- name: migrate-0003-down
drop table posts;
