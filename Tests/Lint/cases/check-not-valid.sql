-- A check for later rows reads none.
-- rung: none: no row is read

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add constraint book_pages check (pages > 0) not valid;
