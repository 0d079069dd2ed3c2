-- name: migrate-0003-up
create table items (id integer primary key);

-- name: migrate-0003-down
drop table items;
