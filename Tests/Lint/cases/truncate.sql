-- Every row is deleted, also those of the tables that refer to them.
-- rung: empties-table, locks-several-tables
-- squawk: ban-truncate-cascade
-- pgfence: TRUNCATE CASCADE

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create table loan (id bigint generated always as identity primary key, book_no bigint);
create index loan_book_no on loan (book_no);
alter table loan add constraint loan_book foreign key (book_no) references book;

-- judged
-- lock_timeout: 5s
truncate book cascade;
