-- A function of our own that is immutable is computed once.
-- rung: none: the relfilenode stays, since the function is immutable
-- squawk: adding-field-with-default
-- pgfence: ADD COLUMN DEFAULT volatile
-- strong_migrations: add_column_default, if it is a block

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
create function list_price() returns numeric language sql immutable as 'select 9.90';

-- judged
-- lock_timeout: 5s
alter table book add column price numeric default list_price();
