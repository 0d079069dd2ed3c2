-- A running program asks for a sequence that is gone.
-- rung: drops-object
-- squawk: ban-drop-sequence

-- setup
create sequence ticket;

-- judged
-- lock_timeout: 5s
drop sequence ticket;
