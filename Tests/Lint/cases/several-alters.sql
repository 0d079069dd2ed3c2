-- A table is altered twice where once will do.
-- rung: several-alters
-- eugene: W12, E4

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column isbn text;
alter table book add column place text;
