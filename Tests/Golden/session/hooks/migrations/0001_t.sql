-- name: migrate-0001-up
create table t (i integer);

-- name: migrate-0001-down
drop table t;
