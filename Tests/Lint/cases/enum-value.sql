-- A value is added at the end.
-- rung: none: without before or after a value is the last one, which the statement says
-- squawk: require-enum-value-ordering
-- pgfence: ALTER TYPE ADD VALUE

-- setup
create type mood as enum ('calm');

-- judged
-- lock_timeout: 5s
alter type mood add value 'sad';
