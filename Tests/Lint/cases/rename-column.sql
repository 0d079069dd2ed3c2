-- A running program asks for the old name of a column.
-- rung: renames-column
-- squawk: renaming-column
-- pgfence: RENAME COLUMN
-- strong_migrations: rename_column

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book rename column title to name;
