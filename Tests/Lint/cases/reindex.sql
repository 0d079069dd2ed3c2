-- An index is rebuilt while nobody can write.
-- rung: rewrites-table
-- squawk: require-concurrent-reindex
-- eugene: E10
-- pgfence: REINDEX

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
reindex index book_pkey;
