-- Description: Remove the columns of the first generation of ADK stores
-- when: contract
--
-- For when nothing writes events in columns any more. What is in actions goes with its column. After this the
-- tables are those of SQLSpec 0.69.

-- name: migrate-0004-up
-- First what was written in columns since 0002, as there.
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

select if(count(*) = 0, 'carried over', error('not carried over: there are events whose event_data is null'))
from :"events_table" where event_data is null;

alter table :"events_table" alter column event_data json not null;
alter table :"events_table" drop column author;
alter table :"events_table" drop column actions;
alter table :"events_table" drop column long_running_tool_ids_json;
alter table :"events_table" drop column branch;
alter table :"events_table" drop column content;
alter table :"events_table" drop column grounding_metadata;
alter table :"events_table" drop column custom_metadata;
alter table :"events_table" drop column partial;
alter table :"events_table" drop column turn_complete;
alter table :"events_table" drop column interrupted;
alter table :"events_table" drop column error_code;
alter table :"events_table" drop column error_message;

-- name: migrate-0004-down
-- The columns come back at the end of the table, filled from event_data; actions are empty ones.
alter table :"events_table" alter column event_data json;
alter table :"events_table" add column author string(256);
alter table :"events_table" add column actions bytes(max);
alter table :"events_table" add column long_running_tool_ids_json json;
alter table :"events_table" add column branch string(256);
alter table :"events_table" add column content json;
alter table :"events_table" add column grounding_metadata json;
alter table :"events_table" add column custom_metadata json;
alter table :"events_table" add column partial bool;
alter table :"events_table" add column turn_complete bool;
alter table :"events_table" add column interrupted bool;
alter table :"events_table" add column error_code string(256);
alter table :"events_table" add column error_message string(1024);

update :"events_table"
set author = json_value(event_data, '$.author'),
  actions = b'cgoogle.adk.events.event_actions\nEventActions\n(tR.',
  long_running_tool_ids_json = json_query(event_data, '$.long_running_tool_ids'),
  branch = json_value(event_data, '$.branch'),
  content = json_query(event_data, '$.content'),
  grounding_metadata = json_query(event_data, '$.grounding_metadata'),
  custom_metadata = json_query(event_data, '$.custom_metadata'),
  partial = cast(json_value(event_data, '$.partial') as bool),
  turn_complete = cast(json_value(event_data, '$.turn_complete') as bool),
  interrupted = cast(json_value(event_data, '$.interrupted') as bool),
  error_code = json_value(event_data, '$.error_code'),
  error_message = json_value(event_data, '$.error_message')
where true;
