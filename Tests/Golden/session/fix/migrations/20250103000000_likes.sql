-- name: migrate-20250103000000-up
create table likes (n integer);

-- name: migrate-20250103000000-down
drop table likes;
