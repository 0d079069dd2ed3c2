-- A table is sorted into a new file.
-- rung: rewrites-table
-- squawk: prefer-repack
-- eugene: E10
-- pgfence: CLUSTER
-- release: 19

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
cluster book using book_pkey;
