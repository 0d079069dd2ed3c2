-- name: migrate-0001-up
create table notes (
  id bigint generated always as identity primary key,
  body text not null
);

-- name: migrate-0001-down
drop table notes;
