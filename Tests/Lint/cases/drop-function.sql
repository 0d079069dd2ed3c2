-- A running program asks for a function that is gone.
-- rung: drops-object
-- squawk: ban-drop-function

-- setup
create function leaves(pages bigint) returns bigint language sql as 'select pages / 2';

-- judged
-- lock_timeout: 5s
drop function leaves(bigint);
