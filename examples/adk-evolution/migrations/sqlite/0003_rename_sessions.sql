-- Description: Call the sessions agent_sessions
--
-- SQLite rewrites the foreign key of adk_events with the table's name. It cannot rename an index, so that each is
-- made anew: its name then tells where it belongs.

-- name: migrate-0003-up
alter table adk_sessions rename to agent_sessions;

drop index idx_adk_sessions_app_user;
drop index idx_adk_sessions_update_time;
drop index idx_adk_sessions_priority;
create index idx_agent_sessions_app_user on agent_sessions (app_name, user_id);
create index idx_agent_sessions_update_time on agent_sessions (update_time desc);
create index idx_agent_sessions_priority on agent_sessions (priority desc);

-- name: migrate-0003-down
alter table agent_sessions rename to adk_sessions;

drop index idx_agent_sessions_app_user;
drop index idx_agent_sessions_update_time;
drop index idx_agent_sessions_priority;
create index idx_adk_sessions_app_user on adk_sessions (app_name, user_id);
create index idx_adk_sessions_update_time on adk_sessions (update_time desc);
create index idx_adk_sessions_priority on adk_sessions (priority desc);
