-- name: migrate-0002-up
create index concurrently users_by_name on users (name);
