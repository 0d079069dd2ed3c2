-- name: migrate-0001-down
drop table users;
