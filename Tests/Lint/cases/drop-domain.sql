-- A running program asks for a domain that is gone.
-- rung: drops-object
-- squawk: ban-drop-domain

-- setup
create domain isbn as text;

-- judged
-- lock_timeout: 5s
drop domain isbn;
