-- A statement may take as long as it wants.
-- rung: none: statement_timeout in rung.toml is for every file; what takes long is found by what it does
-- squawk: require-statement-timeout
-- pgfence: Missing SET statement_timeout
-- strong_migrations: statement timeouts, as a setting

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column isbn text;
