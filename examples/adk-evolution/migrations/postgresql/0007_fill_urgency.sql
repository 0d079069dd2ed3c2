-- Description: Zero downtime, step 3: fill urgency where no program has
-- transactional: false
--
-- A thousand sessions at a time, each thousand a transaction of its own, so that none is locked for long. When it
-- is interrupted, 'rung upgrade --resume' fills what is left.

-- name: migrate-0007-up
do $$
begin
  loop
    update agent_sessions set urgency = priority
    where id in (select id from agent_sessions where urgency is null limit 1000);
    exit when not found;
    commit;
  end loop;
end
$$;

-- name: migrate-0007-down
-- What was filled in stays. It is right, and goes with the column.
;
