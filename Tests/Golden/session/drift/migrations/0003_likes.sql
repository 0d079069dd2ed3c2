-- name: migrate-0003-up
create table likes (n integer);

-- name: migrate-0003-down
drop table likes;
