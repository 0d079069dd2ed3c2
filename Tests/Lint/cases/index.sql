-- An index is built while nobody can write.
-- rung: index-blocks-writes
-- squawk: require-concurrent-index-creation
-- eugene: E6
-- pgfence: CREATE INDEX
-- strong_migrations: add_index

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
create index book_title on book (title);
