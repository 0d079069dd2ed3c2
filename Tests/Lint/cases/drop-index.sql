-- An index is dropped while nobody can read or write.
-- rung: drop-blocks-all
-- squawk: require-concurrent-index-deletion
-- pgfence: DROP INDEX
-- strong_migrations: remove_index, off by default

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create index book_title on book (title);

-- judged
-- lock_timeout: 5s
drop index book_title;
