-- transactional: false
-- name: migrate-0001-up
create table a (id integer primary key);
pragma user_version = 7;
select missing from a;
create table c (id integer);
