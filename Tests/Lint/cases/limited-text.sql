-- A text has a limit in its type.
-- rung: limited-text
-- squawk: prefer-text-field
-- pgfence: varchar(N) columns

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column code varchar(20);
