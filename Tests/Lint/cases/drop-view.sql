-- A running program asks for a view that is gone.
-- rung: drops-object
-- squawk: ban-drop-view

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create view titles as select title from book;

-- judged
-- lock_timeout: 5s
drop view titles;
