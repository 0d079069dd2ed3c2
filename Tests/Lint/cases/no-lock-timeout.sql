-- The lock is waited for without an end.
-- rung: no-lock-timeout
-- squawk: require-lock-timeout
-- eugene: E9
-- pgfence: Missing SET lock_timeout
-- strong_migrations: lock timeouts, as a setting

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- statement_timeout: 1min
alter table book add column isbn text;
