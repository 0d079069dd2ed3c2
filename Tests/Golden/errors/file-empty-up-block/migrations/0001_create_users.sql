-- name: migrate-0001-up
-- Write the SQL here.

-- name: migrate-0001-down
drop table users;
