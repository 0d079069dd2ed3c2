-- Description: Zero downtime, step 2: whoever writes one column writes both
--
-- Programs may do so themselves; with the trigger none has to, and none can forget.

-- name: migrate-0006-up
set local lock_timeout = '3s';

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

-- name: migrate-0006-down
set local lock_timeout = '3s';
drop trigger agent_sessions_write_both on agent_sessions;
drop function agent_sessions_write_both();
