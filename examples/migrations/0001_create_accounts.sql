-- Description: create accounts

-- name: migrate-0001-up
create table accounts (
  id integer primary key,
  email text not null unique,
  opened_at text not null default current_timestamp
) strict;

-- name: migrate-0001-down
drop table accounts;
