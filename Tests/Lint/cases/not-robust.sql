-- A second run would fail at what the first one has done.
-- rung: none: a run that stopped is resumed behind the last statement that was done
-- squawk: prefer-robust-stmts
-- pgfence: prefer-robust-stmts

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- transactional: false
-- lock_timeout: 5s
create index concurrently book_title on book (title);
analyze book;
