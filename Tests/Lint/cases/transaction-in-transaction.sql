-- A file has a transaction of its own inside of the one that it runs in.
-- rung: fails
-- squawk: transaction-nesting

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
begin;
alter table book add column isbn text;
commit;
