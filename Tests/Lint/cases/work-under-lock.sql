-- Rows are written while nobody can read or write another table.
-- rung: works-under-lock
-- eugene: E4
-- strong_migrations: backfilling data

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create table loan (id bigint generated always as identity primary key, book_no bigint);
create index loan_book_no on loan (book_no);

-- judged
-- lock_timeout: 5s
alter table book add column isbn text;
update loan set book_no = 1;
