-- Description: Zero downtime, step 4: urgency is never null, and has the index that priority has
-- foreign_keys: off
--
-- SQLite adds a 'not null' only by making the table anew. 0 is what a program gets that knows neither column, such
-- as SQLSpec's own stores, and the triggers of 0006 know it for that.

-- name: migrate-0008-up
create table agent_sessions_new (
  id          text primary key,
  app_name    text not null,
  user_id     text not null,
  state       text not null default '{}',
  create_time real not null,
  update_time real not null,
  priority    integer not null default 0,
  urgency     integer not null default 0
);
insert into agent_sessions_new (id, app_name, user_id, state, create_time, update_time, priority, urgency)
select id, app_name, user_id, state, create_time, update_time, priority, urgency from agent_sessions;
drop table agent_sessions;
alter table agent_sessions_new rename to agent_sessions;

create index idx_agent_sessions_app_user on agent_sessions (app_name, user_id);
create index idx_agent_sessions_update_time on agent_sessions (update_time desc);
create index idx_agent_sessions_priority on agent_sessions (priority desc);
create index idx_agent_sessions_urgency on agent_sessions (urgency desc);

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

-- name: migrate-0008-down
create table agent_sessions_new (
  id          text primary key,
  app_name    text not null,
  user_id     text not null,
  state       text not null default '{}',
  create_time real not null,
  update_time real not null,
  priority    integer not null default 0,
  urgency     integer
);
insert into agent_sessions_new (id, app_name, user_id, state, create_time, update_time, priority, urgency)
select id, app_name, user_id, state, create_time, update_time, priority, urgency from agent_sessions;
drop table agent_sessions;
alter table agent_sessions_new rename to agent_sessions;

create index idx_agent_sessions_app_user on agent_sessions (app_name, user_id);
create index idx_agent_sessions_update_time on agent_sessions (update_time desc);
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
