-- A running program asks for an extension that is gone.
-- rung: drops-object
-- squawk: ban-drop-extension

-- setup
create extension btree_gist;

-- judged
-- lock_timeout: 5s
drop extension btree_gist;
