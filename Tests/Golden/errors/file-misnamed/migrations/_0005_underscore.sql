-- name: migrate-0002-up
alter table users add column email text;

-- name: migrate-0002-down
alter table users drop column email;
