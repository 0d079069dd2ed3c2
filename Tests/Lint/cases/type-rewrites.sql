-- A wider integer is written into every row.
-- rung: rewrites-table
-- squawk: changing-column-type
-- eugene: E5, E10
-- pgfence: ALTER COLUMN TYPE
-- strong_migrations: change_column

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book alter column pages type bigint;
