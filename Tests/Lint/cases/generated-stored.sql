-- A stored generated column is computed for every row.
-- rung: rewrites-table
-- squawk: adding-field-with-default
-- eugene: E11, E10
-- pgfence: ADD COLUMN GENERATED STORED
-- strong_migrations: add_column_generated_stored

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column leaves bigint generated always as (pages / 2) stored;
