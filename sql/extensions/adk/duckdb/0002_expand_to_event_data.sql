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
-- Tables of these names that have other columns are not the ones that go here.
select key, value from :"metadata_table" where 1 = 0;
select app_name, user_id, state, update_time from :"user_state_table" where 1 = 0;
select app_name, state, update_time from :"app_state_table" where 1 = 0;

-- What was added to the old table would be gone with it.
select error('not remade: ' || lost || ' would be lost')
from (
  select 'column ' || name || ' of ' || :'events_table' as lost
  from pragma_table_info(:'events_table')
  where name not in (
    'id', 'session_id', 'app_name', 'user_id', 'invocation_id', 'author', 'actions', 'long_running_tool_ids_json',
    'branch', 'timestamp', 'content', 'grounding_metadata', 'custom_metadata', 'partial', 'turn_complete',
    'interrupted', 'error_code', 'error_message', 'event_data')
  union all
  select 'index ' || index_name || ' of ' || table_name
  from duckdb_indexes()
  where schema_name || '.' || table_name in (:'events_table', current_schema() || '.' || :'events_table')
  and index_name not in (:'idx_events_table_session', :'idx_events_table_app_timestamp')
)
limit 1;

-- Back into each session goes what is its application's or its user's. Of two values the one that was written last
-- counts.
update :"session_table" as s
set state = whole.state
from (
  select id, json_group_object(key, value) as state
  from (
    select
      held.id, entry.key, entry.value,
      row_number() over (partition by held.id, entry.key order by held.update_time desc, held.own) as age
    from (
      select id, state, update_time, true as own from :"session_table"
      union all
      select s.id, a.state, a.update_time, false
      from :"session_table" as s join :"app_state_table" as a on a.app_name = s.app_name
      union all
      select s.id, u.state, u.update_time, false
      from :"session_table" as s join :"user_state_table" as u on u.app_name = s.app_name and u.user_id = s.user_id
    ) as held, json_each(held.state) as entry
  )
  where age = 1
  group by id
) as whole
where whole.id = s.id
  and (s.app_name in (select app_name from :"app_state_table")
    or (s.app_name, s.user_id) in (select (app_name, user_id) from :"user_state_table"));

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
