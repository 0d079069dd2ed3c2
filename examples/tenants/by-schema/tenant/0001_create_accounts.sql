-- Description: Create accounts, in the schema of whichever tenant this is

-- name: migrate-0001-up
create table accounts (
  id    bigint generated always as identity primary key,
  email text not null unique
);

-- name: migrate-0001-down
drop table accounts;
