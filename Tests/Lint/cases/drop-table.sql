-- A running program asks for a table that is gone.
-- rung: drops-table
-- squawk: ban-drop-table
-- pgfence: DROP TABLE
-- strong_migrations: create_table, with force

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
drop table book;
