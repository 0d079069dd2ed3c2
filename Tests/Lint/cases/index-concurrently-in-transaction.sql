-- Such an index cannot be built in a transaction.
-- rung: fails
-- squawk: ban-concurrent-index-creation-in-transaction
-- pgfence: CONCURRENTLY in a transaction

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
create index concurrently if not exists book_title on book (title);
alter table book add column isbn text;
