-- Description: Remove the columns of the first generation of ADK stores
-- when: contract
--
-- For when the last program with an old store has gone. What is pickled in actions goes with its column.
-- After this the tables are those of SQLSpec 0.69, but for the place of session_id among the columns.

-- name: migrate-0004-up
-- First what old stores wrote since 0002, as there.
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
    ('long_running_tool_ids', if(
      json_type(e.long_running_tool_ids_json) = 'string',
      parse_json(json_value(e.long_running_tool_ids_json)), to_json(e.long_running_tool_ids_json))),
    ('partial', to_json(e.partial)),
    ('turn_complete', to_json(e.turn_complete)),
    ('interrupted', to_json(e.interrupted)),
    ('error_code', to_json(e.error_code)),
    ('error_message', to_json(e.error_message))
  ])
  where json_type(value) <> 'null'
)
where e.event_data is null and e.timestamp >= timestamp '0001-01-01';

assert not exists (
  select 1 from :"events_table" where event_data is null and timestamp >= timestamp '0001-01-01'
)
  as 'not carried over: there are events whose event_data is null';

alter table :"events_table"
  drop column author,
  drop column actions,
  drop column long_running_tool_ids_json,
  drop column branch,
  drop column content,
  drop column grounding_metadata,
  drop column custom_metadata,
  drop column partial,
  drop column turn_complete,
  drop column interrupted,
  drop column error_code,
  drop column error_message;

-- name: migrate-0004-down
-- The columns come back at the end of the table, filled from event_data; actions are empty ones.
alter table :"events_table"
  add column author string,
  add column actions bytes,
  add column long_running_tool_ids_json json,
  add column branch string,
  add column content json,
  add column grounding_metadata json,
  add column custom_metadata json,
  add column partial bool,
  add column turn_complete bool,
  add column interrupted bool,
  add column error_code string,
  add column error_message string;

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
where timestamp >= timestamp '0001-01-01';
