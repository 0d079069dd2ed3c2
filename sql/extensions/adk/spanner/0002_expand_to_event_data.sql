-- Description: Add what the second generation of ADK stores needs, and carry the events over
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Nothing is dropped; 0004 does that. Spanner has no
-- triggers: an event that is written in columns after this has no event_data until 0004 carries it over, too.
-- State is not looked through for what is the application's or the user's: no store of SQLSpec ever left any
-- here.

-- name: migrate-0002-up
alter table :"events_table" add column event_data json;

-- What is absent has no key; actions has none because it is pickled, which SQL does not read.
update :"events_table" as e
set event_data = (
  select json_object(array_agg(key), array_agg(value))
  from unnest([
    struct('id' as key, to_json(e.id) as value),
    ('invocation_id', to_json(e.invocation_id)),
    ('author', to_json(e.author)),
    ('branch', to_json(e.branch)),
    ('timestamp', to_json(unix_micros(e.timestamp) / 1000000)),
    ('content', to_json(e.content)),
    ('grounding_metadata', to_json(e.grounding_metadata)),
    ('custom_metadata', to_json(e.custom_metadata)),
    ('long_running_tool_ids', to_json(e.long_running_tool_ids_json)),
    ('partial', to_json(e.partial)),
    ('turn_complete', to_json(e.turn_complete)),
    ('interrupted', to_json(e.interrupted)),
    ('error_code', to_json(e.error_code)),
    ('error_message', to_json(e.error_message))
  ])
  where json_type(value) <> 'null'
)
where e.event_data is null;

create table :"app_state_table" (
  app_name    string(128) not null,
  state       json        not null,
  update_time timestamp   not null options (allow_commit_timestamp = true)
) primary key (app_name) :app_state_table_options;

create table :"user_state_table" (
  app_name    string(128) not null,
  user_id     string(128) not null,
  state       json        not null,
  update_time timestamp   not null options (allow_commit_timestamp = true)
) primary key (app_name, user_id) :user_state_table_options;

create table :"metadata_table" (
  key   string(128) not null,
  value string(512) not null
) primary key (key);

-- name: migrate-0002-down
-- Tables of these names that have other columns are not the ones that go here.
select key, value from :"metadata_table" where 1 = 0;
select app_name, user_id, state, update_time from :"user_state_table" where 1 = 0;
select app_name, state, update_time from :"app_state_table" where 1 = 0;

drop table :"metadata_table";
drop table :"user_state_table";
drop table :"app_state_table";
alter table :"events_table" drop column event_data;
