-- name: migrate-0002-up
creat table posts (n integer);

-- name: migrate-0002-down
drop table posts;
