-- A serial column has a sequence of its own.
-- rung: serial-column
-- squawk: prefer-identity
-- pgfence: ADD COLUMN serial

-- judged
-- lock_timeout: 5s
create table visit (id bigserial primary key);
