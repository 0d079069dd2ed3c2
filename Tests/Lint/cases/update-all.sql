-- Every row is written by one statement.
-- rung: none: its lock keeps only writers of the same rows away
-- pgfence: bulk UPDATE

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
update book set pages = 0;
