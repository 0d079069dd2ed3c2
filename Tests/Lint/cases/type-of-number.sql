-- More digits before the point change no row.
-- rung: none: the relfilenode stays
-- squawk: changing-column-type
-- pgfence: ALTER COLUMN TYPE

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
alter table book add column price numeric(8, 2);

-- judged
-- lock_timeout: 5s
alter table book alter column price type numeric(12, 2);
