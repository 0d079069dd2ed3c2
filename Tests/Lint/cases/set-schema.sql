-- A running program looks for a table where it was.
-- rung: renames-table
-- squawk: ban-set-schema

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create schema attic;

-- judged
-- lock_timeout: 5s
alter table book set schema attic;
