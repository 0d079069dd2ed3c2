-- Description: Zero downtime, step 1: a new column, urgency, that nobody has to fill
--
-- In five steps it takes the place of priority, while programs that know only the one or only the other run.

-- name: migrate-0005-up
alter table agent_sessions add column urgency integer;

-- name: migrate-0005-down
alter table agent_sessions drop column urgency;
