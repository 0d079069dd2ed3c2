-- A running program asks for a column that is gone.
-- rung: drops-column
-- squawk: ban-drop-column
-- pgfence: DROP COLUMN
-- strong_migrations: remove_column

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book drop column pages;
