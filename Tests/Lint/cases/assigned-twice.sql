-- A column gets two values at once.
-- rung: fails
-- squawk: ban-duplicate-column-assignments

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
update book set title = 'a', title = 'b';
