-- name: migrate-0001-up
alter table users add column email text;

-- name: migrate-0001-down
alter table users drop column email;
