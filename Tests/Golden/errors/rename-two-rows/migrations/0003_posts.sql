-- name: migrate-0003-up
select 1;

-- name: migrate-0003-down
select 1;
