-- name: migrate-0001-up
select 1;
select pg_sleep(30);
