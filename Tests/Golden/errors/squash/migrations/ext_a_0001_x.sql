-- name: migrate-ext_a_0001-up
create table x (n integer);

-- name: migrate-ext_a_0001-down
drop table x;
