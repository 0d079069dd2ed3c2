-- Description: Remove the columns of the first generation of ADK stores
-- when: contract
--
-- For when the last program with an old store has gone. What is pickled in actions goes with its column. After
-- this the tables are those of SQLSpec 0.69. Needs MySQL 8.0.19, which is the first to drop a constraint.

-- name: migrate-0004-up
-- Of itself a refusal, so that nothing is half done after it; the name of the constraint is what it says.
alter table :"events_table"
  add constraint `not carried over: event_data is null in some events` check (event_data is not null);

drop trigger :events_table_schema:"events_table_carry";

alter table :"events_table"
  drop constraint `not carried over: event_data is null in some events`,
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
  drop column error_message,
  modify column session_id varchar(128) not null after user_id,
  modify column event_data json not null;

-- name: migrate-0004-down
-- The columns come back in their places, filled from event_data; actions are empty ones.
alter table :"events_table"
  modify column session_id varchar(128) not null after id,
  add column author                     varchar(256) after invocation_id,
  add column actions                    blob after author,
  add column long_running_tool_ids_json json after actions,
  add column branch                     varchar(256) after long_running_tool_ids_json,
  add column content                    json after timestamp,
  add column grounding_metadata         json after content,
  add column custom_metadata            json after grounding_metadata,
  add column partial                    boolean after custom_metadata,
  add column turn_complete              boolean after partial,
  add column interrupted                boolean after turn_complete,
  add column error_code                 varchar(256) after interrupted,
  add column error_message              varchar(1024) after error_code,
  modify column event_data json;

-- As in 0002.
-- Of an old store's event, event_data; what is absent has no key, and actions has none because it is pickled, which
-- SQL does not read. Of a new store's event, the old columns: an old store unpickles actions whatever they are, and
-- these are empty ones, in protocol 0.
create trigger :events_table_schema:"events_table_carry" before insert on :"events_table" for each row
set
  new.event_data = coalesce(new.event_data, json_merge_preserve(
      json_object('id', new.id, 'invocation_id', new.invocation_id, 'timestamp', unix_timestamp(new.timestamp)),
      if(new.author is null, '{}', json_object('author', new.author)),
      if(new.branch is null, '{}', json_object('branch', new.branch)),
      if(new.error_code is null, '{}', json_object('error_code', new.error_code)),
      if(new.error_message is null, '{}', json_object('error_message', new.error_message)),
      if(new.content is null, '{}', json_object('content', json_extract(new.content, '$'))),
      if(new.grounding_metadata is null, '{}', json_object('grounding_metadata', json_extract(new.grounding_metadata, '$'))),
      if(new.custom_metadata is null, '{}', json_object('custom_metadata', json_extract(new.custom_metadata, '$'))),
      if(new.long_running_tool_ids_json is null, '{}', json_object('long_running_tool_ids', json_extract(new.long_running_tool_ids_json, '$'))),
      case new.partial when 1 then '{"partial": true}' when 0 then '{"partial": false}' else '{}' end,
      case new.turn_complete when 1 then '{"turn_complete": true}' when 0 then '{"turn_complete": false}' else '{}' end,
      case new.interrupted when 1 then '{"interrupted": true}' when 0 then '{"interrupted": false}' else '{}' end)),
  new.actions = coalesce(new.actions, concat('cgoogle.adk.events.event_actions', char(10), 'EventActions', char(10), '(tR.')),
  new.author = coalesce(new.author, left(json_unquote(json_extract(new.event_data, '$.author')), 256), ''),
  new.branch = coalesce(new.branch, left(json_unquote(json_extract(new.event_data, '$.branch')), 256)),
  new.error_code = coalesce(new.error_code, left(json_unquote(json_extract(new.event_data, '$.error_code')), 256)),
  new.error_message = coalesce(new.error_message, left(json_unquote(json_extract(new.event_data, '$.error_message')), 1024)),
  new.content = coalesce(new.content, json_extract(new.event_data, '$.content')),
  new.grounding_metadata = coalesce(new.grounding_metadata, json_extract(new.event_data, '$.grounding_metadata')),
  new.custom_metadata = coalesce(new.custom_metadata, json_extract(new.event_data, '$.custom_metadata')),
  new.long_running_tool_ids_json = coalesce(new.long_running_tool_ids_json, json_extract(new.event_data, '$.long_running_tool_ids')),
  new.partial = coalesce(new.partial, json_unquote(json_extract(new.event_data, '$.partial')) = 'true'),
  new.turn_complete = coalesce(new.turn_complete, json_unquote(json_extract(new.event_data, '$.turn_complete')) = 'true'),
  new.interrupted = coalesce(new.interrupted, json_unquote(json_extract(new.event_data, '$.interrupted')) = 'true');

-- The same for the events that are there.
update :"events_table"
set
  actions = concat('cgoogle.adk.events.event_actions', char(10), 'EventActions', char(10), '(tR.'),
  author = coalesce(left(json_unquote(json_extract(event_data, '$.author')), 256), ''),
  branch = left(json_unquote(json_extract(event_data, '$.branch')), 256),
  error_code = left(json_unquote(json_extract(event_data, '$.error_code')), 256),
  error_message = left(json_unquote(json_extract(event_data, '$.error_message')), 1024),
  content = json_extract(event_data, '$.content'),
  grounding_metadata = json_extract(event_data, '$.grounding_metadata'),
  custom_metadata = json_extract(event_data, '$.custom_metadata'),
  long_running_tool_ids_json = json_extract(event_data, '$.long_running_tool_ids'),
  partial = json_unquote(json_extract(event_data, '$.partial')) = 'true',
  turn_complete = json_unquote(json_extract(event_data, '$.turn_complete')) = 'true',
  interrupted = json_unquote(json_extract(event_data, '$.interrupted')) = 'true';
