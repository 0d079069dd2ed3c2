-- Description: Call the sessions agent_sessions
--
-- A foreign key refers to the table itself, not to its name, and needs no work: adk_events goes on to refer to the
-- sessions. Only names change, in an instant. Indexes are renamed with the table, so that its name tells where they
-- belong.

-- name: migrate-0003-up
-- No query waits in the line behind this one for longer.
set local lock_timeout = '3s';

alter table adk_sessions rename to agent_sessions;
alter index adk_sessions_pkey rename to agent_sessions_pkey;
alter index idx_adk_sessions_app_user rename to idx_agent_sessions_app_user;
alter index idx_adk_sessions_update_time rename to idx_agent_sessions_update_time;
alter index idx_adk_sessions_state rename to idx_agent_sessions_state;
alter index idx_adk_sessions_priority rename to idx_agent_sessions_priority;

-- name: migrate-0003-down
set local lock_timeout = '3s';

alter index idx_agent_sessions_priority rename to idx_adk_sessions_priority;
alter index idx_agent_sessions_state rename to idx_adk_sessions_state;
alter index idx_agent_sessions_update_time rename to idx_adk_sessions_update_time;
alter index idx_agent_sessions_app_user rename to idx_adk_sessions_app_user;
alter index agent_sessions_pkey rename to adk_sessions_pkey;
alter table agent_sessions rename to adk_sessions;
