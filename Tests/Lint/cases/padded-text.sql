-- A text is filled up with blanks.
-- rung: padded-text
-- squawk: ban-char-field

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column country char(2);
