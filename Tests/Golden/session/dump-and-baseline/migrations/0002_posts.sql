-- name: migrate-0002-up
create table posts (n integer);
create index posts_n on posts (n);
create view recent as select n from posts;

-- name: migrate-0002-down
drop table posts;
