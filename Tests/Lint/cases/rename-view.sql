-- A running program asks for the old name of a view.
-- rung: renames-object
-- squawk: renaming-object

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create view titles as select title from book;

-- judged
-- lock_timeout: 5s
alter view titles rename to names;
