-- A serial column is counted into every row, and its key is built.
-- rung: rewrites-table, unique-blocks-all, serial-column
-- squawk: adding-serial-primary-key-field, prefer-identity
-- eugene: E11, E7
-- pgfence: ADD COLUMN serial
-- strong_migrations: add_column_default

-- setup
create table card (holder text);

-- judged
-- lock_timeout: 5s
alter table card add column no bigserial primary key;
