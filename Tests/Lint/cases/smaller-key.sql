-- Numbers of rows end at 32,767.
-- rung: small-key
-- squawk: prefer-bigint-over-smallint
-- pgfence: integer columns

-- judged
-- lock_timeout: 5s
create table visit (id smallint generated always as identity primary key);
