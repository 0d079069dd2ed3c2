-- A default that is the same in every row is written nowhere.
-- rung: none: the relfilenode stays

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column seen timestamptz default now();
