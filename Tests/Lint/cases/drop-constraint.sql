-- Rows come in that a constraint kept out.
-- rung: drops-constraint
-- squawk: ban-drop-constraint

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
alter table book add constraint book_pages check (pages > 0);

-- judged
-- lock_timeout: 5s
alter table book drop constraint book_pages;
