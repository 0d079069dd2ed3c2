-- Rows are read while nobody can write to another table.
-- rung: works-under-lock
-- eugene: E16

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create table loan (id bigint generated always as identity primary key, book_no bigint);
create index loan_book_no on loan (book_no);

-- judged
-- lock_timeout: 5s
create trigger touched after update on book for each row execute function pg_catalog.suppress_redundant_updates_trigger();
select count(*) from loan;
