-- A longer limit, or none, changes no row.
-- rung: none: the relfilenode stays
-- squawk: changing-column-type, prefer-text-field

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
alter table book add column code varchar(20), add column place varchar(9);

-- judged
-- lock_timeout: 5s
alter table book alter column code type varchar(40), alter column place type text;
