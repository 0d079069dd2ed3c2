-- Description: Add what the second generation of ADK stores needs, and carry the events over
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Nothing is dropped; 0004 does that. DuckDB has no triggers:
-- an event that an old store writes from here on is carried over by 0004, and is empty to a new store until then;
-- an old store sees of a new store's event its time and its ids. One process at a time writes a DuckDB file, so
-- that the two hardly ever run side by side.

-- name: migrate-0002-up
alter table :"events_table" add column event_data json;
create index :"idx_events_table_app_timestamp" on :"events_table" (app_name, "timestamp");

-- What is absent has no key; actions has none because it is pickled, which SQL does not read.
update :"events_table"
set event_data = (
  '{' || concat_ws(', ',
    '"id": ' || to_json(id),
    '"invocation_id": ' || to_json(invocation_id),
    '"author": ' || to_json(author),
    '"branch": ' || to_json(branch),
    '"timestamp": ' || to_json(epoch_us("timestamp"::timestamptz) / 1000000),
    '"content": ' || content,
    '"grounding_metadata": ' || grounding_metadata,
    '"custom_metadata": ' || custom_metadata,
    '"long_running_tool_ids": ' || long_running_tool_ids_json,
    '"partial": ' || to_json(partial),
    '"turn_complete": ' || to_json(turn_complete),
    '"interrupted": ' || to_json(interrupted),
    '"error_code": ' || to_json(error_code),
    '"error_message": ' || to_json(error_message)
  ) || '}')::json;

-- What an old store writes is an empty event to a new one, which reads no null; 0004 tells by it what to carry over.
alter table :"events_table" alter column event_data set default '{}';
-- An old store unpickles actions whatever they are: these are empty ones, in protocol 0.
alter table :"events_table" alter column author set default '';
alter table :"events_table" alter column actions
  set default 'cgoogle.adk.events.event_actions\x0AEventActions\x0A(tR.'::blob;

create table :"app_state_table" (
  app_name    varchar primary key,
  state       json not null,
  update_time timestamptz not null default current_timestamp
);

create table :"user_state_table" (
  app_name    varchar not null,
  user_id     varchar not null,
  state       json not null,
  update_time timestamptz not null default current_timestamp,
  primary key (app_name, user_id)
);

create table :"metadata_table" (
  key   varchar primary key,
  value varchar not null
);

-- Old stores keep what is the application's or the user's in each session, and a new one forgets it there at
-- the session's next event. Of several values the one in the session that was written last counts.
insert into :"app_state_table" (app_name, state, update_time)
select app_name, json_group_object(key, value), max(update_time)
from (
  select
    s.app_name, s.update_time, entry.key, entry.value,
    row_number() over (partition by s.app_name, entry.key order by s.update_time desc, s.id desc) as age
  from :"session_table" as s, json_each(s.state) as entry
  where entry.key like 'app:%'
)
where age = 1
group by app_name;

insert into :"user_state_table" (app_name, user_id, state, update_time)
select app_name, user_id, json_group_object(key, value), max(update_time)
from (
  select
    s.app_name, s.user_id, s.update_time, entry.key, entry.value,
    row_number() over (partition by s.app_name, s.user_id, entry.key order by s.update_time desc, s.id desc) as age
  from :"session_table" as s, json_each(s.state) as entry
  where entry.key like 'user:%'
)
where age = 1
group by app_name, user_id;

-- name: migrate-0002-down
drop table :"metadata_table";
drop table :"user_state_table";
drop table :"app_state_table";

-- In a transaction, a table that has had an index gives up no column, so it is made anew.
create temporary table :"events_table_old" as
select
  id, session_id, app_name, user_id, invocation_id, author, actions, long_running_tool_ids_json, branch,
  "timestamp", content, grounding_metadata, custom_metadata, partial, turn_complete, interrupted, error_code,
  error_message
from :"events_table";
drop table :"events_table";

create table :"events_table" (
  id                         varchar primary key,
  session_id                 varchar not null,
  app_name                   varchar not null,
  user_id                    varchar not null,
  invocation_id              varchar,
  author                     varchar,
  actions                    blob,
  long_running_tool_ids_json json,
  branch                     varchar,
  "timestamp"                timestamp not null default current_timestamp,
  content                    json,
  grounding_metadata         json,
  custom_metadata            json,
  partial                    boolean,
  turn_complete              boolean,
  interrupted                boolean,
  error_code                 varchar,
  error_message              varchar,
  foreign key (session_id) references :"session_table" (id)
);

insert into :"events_table" by name from :"events_table_old";
drop table :"events_table_old";

create index :"idx_events_table_session" on :"events_table" (session_id, "timestamp");
