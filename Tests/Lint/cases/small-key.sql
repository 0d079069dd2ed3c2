-- Numbers of rows end at two thousand million.
-- rung: small-key
-- squawk: prefer-bigint-over-int
-- pgfence: integer columns

-- judged
-- lock_timeout: 5s
create table visit (id integer generated always as identity primary key);
