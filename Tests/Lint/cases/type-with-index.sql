-- A new collation leaves the table alone, and rebuilds its index.
-- rung: rewrites-table
-- squawk: changing-column-type
-- eugene: E10
-- pgfence: ALTER COLUMN TYPE
-- strong_migrations: change_column

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create index book_title on book (title);

-- judged
-- lock_timeout: 5s
alter table book alter column title type text collate "C";
