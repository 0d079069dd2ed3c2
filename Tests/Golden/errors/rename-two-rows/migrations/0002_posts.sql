-- name: migrate-0002-up
select 1;

-- name: migrate-0002-down
select 1;
