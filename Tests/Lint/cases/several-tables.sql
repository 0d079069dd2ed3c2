-- Two tables are closed until both are done.
-- rung: locks-several-tables
-- eugene: E4
-- pgfence: several ACCESS EXCLUSIVE

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create table loan (id bigint generated always as identity primary key, book_no bigint);
create index loan_book_no on loan (book_no);

-- judged
-- lock_timeout: 5s
alter table book add column isbn text;
alter table loan add column until date;
