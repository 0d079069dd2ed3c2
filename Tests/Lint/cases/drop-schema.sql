-- A running program asks for a schema that is gone.
-- rung: drops-object
-- squawk: ban-drop-schema
-- pgfence: DROP SCHEMA

-- setup
create schema attic;

-- judged
-- lock_timeout: 5s
drop schema attic;
