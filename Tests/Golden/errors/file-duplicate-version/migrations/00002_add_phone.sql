-- name: migrate-00002-up
alter table users add column phone text;

-- name: migrate-00002-down
alter table users drop column phone;
