-- A running program asks for the old name of a table.
-- rung: renames-table
-- squawk: renaming-table
-- pgfence: RENAME TABLE
-- strong_migrations: rename_table

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book rename to volume;
