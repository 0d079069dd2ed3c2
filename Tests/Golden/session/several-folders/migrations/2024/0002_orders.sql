-- name: migrate-0002-up
create table orders (id integer primary key);

-- name: migrate-0002-down
drop table orders;
