-- name: migrate-0002-up
create table posts (
  id integer primary key,
  title text not null,,
  body text
);
