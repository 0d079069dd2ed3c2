-- Description: Zero downtime, step 2: whoever writes one column writes both
--
-- Programs may do so themselves; with the triggers none has to, and none can forget.

-- name: migrate-0006-up
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

-- name: migrate-0006-down
drop trigger agent_sessions_urgency_written;
drop trigger agent_sessions_priority_written;
drop trigger agent_sessions_written;
