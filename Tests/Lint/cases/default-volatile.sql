-- A default that differs from row to row is written into every row.
-- rung: rewrites-table
-- squawk: adding-field-with-default
-- eugene: E10
-- pgfence: ADD COLUMN DEFAULT volatile
-- strong_migrations: add_column_default

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column seen timestamptz default clock_timestamp();
