-- A running program reads a null where there was none.
-- rung: drops-not-null
-- squawk: ban-drop-not-null
-- pgfence: ALTER COLUMN DROP NOT NULL

-- setup
create table book (id bigint generated always as identity primary key, title text not null, pages integer);

-- judged
-- lock_timeout: 5s
alter table book alter column title drop not null;
