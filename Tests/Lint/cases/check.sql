-- A check reads every row while nobody can read or write.
-- rung: validates-constraint
-- squawk: constraint-missing-not-valid
-- eugene: E1
-- pgfence: ADD CONSTRAINT CHECK
-- strong_migrations: add_check_constraint

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add constraint book_pages check (pages > 0);
