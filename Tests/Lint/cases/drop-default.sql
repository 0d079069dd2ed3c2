-- A running program leaves a column out, and gets a null.
-- rung: drops-default
-- squawk: ban-drop-default
-- strong_migrations: change_column_default

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer default 1);

-- judged
-- lock_timeout: 5s
alter table book alter column pages drop default;
