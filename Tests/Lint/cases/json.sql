-- A json column has no equality.
-- rung: json-column
-- eugene: E3
-- pgfence: ADD COLUMN json
-- strong_migrations: add_column_json

-- setup
create table book (id bigint generated always as identity primary key, title text, pages integer);

-- judged
-- lock_timeout: 5s
alter table book add column notes json;
