-- name: migrate-20250101000000-up
create table later (n integer);

-- name: migrate-20250101000000-down
drop table later;
