-- A number that counts no rows may be small.
-- rung: none: the column is neither a key nor numbered
-- squawk: prefer-bigint-over-int
-- pgfence: integer columns

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column chapters integer;
