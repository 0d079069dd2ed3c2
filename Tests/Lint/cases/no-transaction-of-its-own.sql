-- A file begins a transaction inside of the one that it runs in, and leaves it open.
-- rung: fails
-- squawk: ban-uncommitted-transaction, transaction-nesting

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
begin;
alter table book add column isbn text;
