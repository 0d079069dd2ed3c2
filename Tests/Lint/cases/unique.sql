-- A unique constraint builds its index while nobody can read or write.
-- rung: unique-blocks-all
-- squawk: disallowed-unique-constraint, constraint-missing-not-valid
-- eugene: E7
-- pgfence: ADD CONSTRAINT UNIQUE
-- strong_migrations: add_unique_constraint

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add constraint book_title unique (title);
