-- A domain has a constraint.
-- rung: domain-constraint
-- squawk: ban-create-domain-with-constraint

-- judged
-- lock_timeout: 5s
create domain pin as text constraint pin_length check (length(value) = 4);
