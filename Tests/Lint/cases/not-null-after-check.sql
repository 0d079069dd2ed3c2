-- A validated check has shown that there is no null.
-- rung: none: no row is read, for the validated check is proof
-- squawk: adding-not-nullable-field
-- pgfence: ALTER COLUMN SET NOT NULL

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);
alter table book add constraint book_title check (title is not null);

-- judged
-- lock_timeout: 5s
alter table book alter column title set not null;
