-- Description: Zero downtime, step 3: fill urgency where no program has

-- name: migrate-0007-up
update agent_sessions set urgency = priority where urgency is null;

-- name: migrate-0007-down
-- What was filled in stays. It is right, and goes with the column.
;
