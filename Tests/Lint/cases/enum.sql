-- Values of an enumerated type cannot be taken away.
-- rung: enum-type
-- eugene: W13
-- pgfence: CREATE TYPE AS ENUM

-- judged
-- lock_timeout: 5s
create type mood as enum ('calm', 'glad');
