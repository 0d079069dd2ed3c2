-- name: migrate-0001-up
create table users (id integer primary key);
select pg_terminate_backend(pg_backend_pid());
