-- A unique constraint on an index that is there has nothing to do.
-- rung: none: no index is built, and no row read

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create unique index book_title on book (title);

-- judged
-- lock_timeout: 5s
alter table book add constraint book_title unique using index book_title;
