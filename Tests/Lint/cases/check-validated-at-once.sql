-- A check is validated in the transaction that still has the lock of adding it.
-- rung: validates-constraint, several-alters
-- squawk: constraint-missing-not-valid
-- eugene: E4, W12
-- pgfence: NOT VALID and VALIDATE together
-- strong_migrations: validate_check_constraint

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add constraint book_pages check (pages > 0) not valid;
alter table book validate constraint book_pages;
