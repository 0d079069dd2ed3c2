-- Description: Count visits

-- name: migrate-0001-up
create table visits (
  page  text    primary key,
  count integer not null default 0
);

-- name: migrate-0001-down
drop table visits;
