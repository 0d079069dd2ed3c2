-- Description: Zero downtime, step 5: remove priority
--
-- For when the last program that knows only priority has gone.

-- name: migrate-0009-up
drop trigger agent_sessions_urgency_written;
drop trigger agent_sessions_priority_written;
drop trigger agent_sessions_written;
drop index idx_agent_sessions_priority;
alter table agent_sessions drop column priority;

-- name: migrate-0009-down
-- The column comes back behind urgency, with its values.
alter table agent_sessions add column priority integer not null default 0;
update agent_sessions set priority = urgency;
create index idx_agent_sessions_priority on agent_sessions (priority desc);

-- As in 0006.
-- In a new row the one that is neither null nor 0 has been given; 0 is what both are unless a program says more.
create trigger agent_sessions_written after insert on agent_sessions
when new.urgency is not new.priority
begin
  update agent_sessions
  set (urgency, priority) = (
    select value, value from (select coalesce(nullif(new.urgency, 0), new.priority) as value))
  where id = new.id;
end;

create trigger agent_sessions_priority_written after update of priority on agent_sessions
when new.priority <> old.priority and new.urgency is old.urgency
begin
  update agent_sessions set urgency = new.priority where id = new.id;
end;

create trigger agent_sessions_urgency_written after update of urgency on agent_sessions
when new.urgency <> new.priority
begin
  update agent_sessions set priority = new.urgency where id = new.id;
end;
