-- Description: Zero downtime, step 4: urgency is never null, and has the index that priority has
-- transactional: false
--
-- 'set not null' alone reads the whole table while nobody else may. A constraint is verified while programs read and
-- write, and PostgreSQL 12 and later then take its word.

-- name: migrate-0008-up
set lock_timeout = '3s';
alter table agent_sessions add constraint urgency_is_there check (urgency is not null) not valid;
alter table agent_sessions validate constraint urgency_is_there;
alter table agent_sessions alter column urgency set not null;
alter table agent_sessions drop constraint urgency_is_there;
set lock_timeout = 0;
create index concurrently idx_agent_sessions_urgency on agent_sessions (urgency desc);

-- name: migrate-0008-down
drop index concurrently idx_agent_sessions_urgency;
set lock_timeout = '3s';
alter table agent_sessions alter column urgency drop not null;
