-- A table is packed into a new file; the lock is given back before anybody can look.
-- rung: rewrites-table
-- squawk: prefer-repack
-- pgfence: VACUUM FULL
-- release: 19

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- transactional: false
-- lock_timeout: 5s
vacuum full book;
