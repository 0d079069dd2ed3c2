-- A running program expects a number.
-- rung: drops-default
-- squawk: ban-alter-identity

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book alter column id drop identity;
