-- A foreign key reads every row while nobody can write to either table.
-- rung: validates-constraint
-- squawk: adding-foreign-key-constraint, constraint-missing-not-valid
-- eugene: E1
-- pgfence: ADD CONSTRAINT FOREIGN KEY
-- strong_migrations: add_foreign_key

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create table loan (id bigint generated always as identity primary key, book_no bigint);
create index loan_book_no on loan (book_no);

-- judged
-- lock_timeout: 5s
alter table loan add constraint loan_book foreign key (book_no) references book;
