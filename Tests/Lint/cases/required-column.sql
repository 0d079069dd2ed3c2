-- A column that must have a value has none for the rows that are there.
-- rung: required-column
-- squawk: adding-required-field
-- pgfence: ADD COLUMN NOT NULL

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column isbn text not null;
