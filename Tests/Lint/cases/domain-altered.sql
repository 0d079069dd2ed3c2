-- A domain gets a constraint.
-- rung: domain-constraint
-- squawk: ban-alter-domain-with-add-constraint

-- setup
create domain pin as text;

-- judged
-- lock_timeout: 5s
alter domain pin add constraint pin_length check (length(value) = 4);
