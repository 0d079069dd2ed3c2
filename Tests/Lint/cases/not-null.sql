-- Every row is read for a null while nobody can read or write.
-- rung: scans-for-not-null
-- squawk: adding-not-nullable-field
-- eugene: E2
-- pgfence: ALTER COLUMN SET NOT NULL
-- strong_migrations: change_column_null

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book alter column title set not null;
