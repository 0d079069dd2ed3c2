-- Description: Find the sessions with the highest priority
-- transactional: false
--
-- Concurrently, so that sessions are written while the index is built; that cannot be part of a transaction.

-- name: migrate-0002-up
create index concurrently idx_adk_sessions_priority on adk_sessions (priority desc);

-- name: migrate-0002-down
drop index concurrently idx_adk_sessions_priority;
