-- Description: Zero downtime, step 5: remove priority
--
-- For when the last program that knows only priority has gone. Its index goes with it. The trigger goes, too, so
-- that a default has to say from here on what a program gets that knows neither, such as SQLSpec's own stores.

-- name: migrate-0009-up
set local lock_timeout = '3s';
drop trigger agent_sessions_write_both on agent_sessions;
drop function agent_sessions_write_both();
alter table agent_sessions
  alter column urgency set default 0,
  drop column priority;

-- name: migrate-0009-down
-- The column comes back behind urgency, with its values. The table is locked while they are written.
alter table agent_sessions
  alter column urgency drop default,
  add column priority integer not null default 0;
update agent_sessions set priority = urgency;
create index idx_agent_sessions_priority on agent_sessions (priority desc);

-- As in 0006.
create function agent_sessions_write_both() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    -- An old program does not know urgency, and leaves it null.
    new.urgency := coalesce(new.urgency, new.priority);
    new.priority := new.urgency;
  elsif new.urgency is distinct from old.urgency then
    new.urgency := coalesce(new.urgency, new.priority);
    new.priority := new.urgency;
  elsif new.priority <> old.priority then
    new.urgency := new.priority;
  end if;
  return new;
end
$$;

create trigger agent_sessions_write_both before insert or update on agent_sessions
  for each row execute function agent_sessions_write_both();
