-- Nothing leads from a book to its loans.
-- rung: foreign-key-without-index
-- eugene: E15

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create table loan (id bigint generated always as identity primary key, book_no bigint);

-- judged
-- lock_timeout: 5s
alter table loan add constraint loan_book foreign key (book_no) references book not valid;
