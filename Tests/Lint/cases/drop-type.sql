-- A running program asks for a type that is gone.
-- rung: drops-object
-- squawk: ban-drop-type

-- setup
create type mood as enum ('calm');

-- judged
-- lock_timeout: 5s
drop type mood;
