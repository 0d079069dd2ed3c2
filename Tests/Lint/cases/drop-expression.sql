-- A running program expects a computed value.
-- rung: drops-default
-- squawk: ban-drop-generated-expression

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
alter table book add column leaves integer generated always as (pages / 2) stored;

-- judged
-- lock_timeout: 5s
alter table book alter column leaves drop expression;
