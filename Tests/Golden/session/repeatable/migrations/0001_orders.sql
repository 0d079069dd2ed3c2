-- name: migrate-0001-up
create table orders (id integer primary key, closed_at text);

-- name: migrate-0001-down
drop view if exists open_orders;
drop table orders;
