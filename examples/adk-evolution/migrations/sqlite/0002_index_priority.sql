-- Description: Find the sessions with the highest priority

-- name: migrate-0002-up
create index idx_adk_sessions_priority on adk_sessions (priority desc);

-- name: migrate-0002-down
drop index idx_adk_sessions_priority;
