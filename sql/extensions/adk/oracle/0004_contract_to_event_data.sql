-- Description: Remove the columns of the first generation of ADK stores
-- when: contract
--
-- For when the last program with an old store has gone. What is pickled in actions goes with its column.
-- After this the tables are those of SQLSpec 0.69, but for the place of session_id among the columns.

-- name: migrate-0004-up
declare
  missing integer;
  first_one varchar2(128);
begin
  select count(*), min(id) into missing, first_one from :"events_table" where event_data is null;
  if missing > 0 then
    raise_application_error(
      -20222,
      'not carried over: event_data is null in ' || missing || ' events of ' || :'events_table'
        || ', the first of them ' || first_one);
  end if;
end;
/

drop trigger :events_table_schema:"events_table_carry";
alter table :"events_table" modify (event_data not null);
alter table :"events_table" drop (
  author, actions, branch, content, grounding_metadata, custom_metadata, long_running_tool_ids_json,
  partial, turn_complete, interrupted, error_code, error_message
);

-- name: migrate-0004-down
-- The columns come back at the end of the table, filled from event_data; actions are empty ones.
alter table :"events_table" modify (event_data null);
alter table :"events_table" add (
  author                     varchar2(256),
  actions                    blob,
  branch                     varchar2(256),
\if :json_storage_json
  content                    json,
  grounding_metadata         json,
  custom_metadata            json,
  long_running_tool_ids_json json,
\elif :json_storage_blob_json
  content                    blob check (content is json),
  grounding_metadata         blob check (grounding_metadata is json),
  custom_metadata            blob check (custom_metadata is json),
  long_running_tool_ids_json blob check (long_running_tool_ids_json is json),
\else
  content                    blob,
  grounding_metadata         blob,
  custom_metadata            blob,
  long_running_tool_ids_json blob,
\endif
  partial                    number(1),
  turn_complete              number(1),
  interrupted                number(1),
  error_code                 varchar2(256),
  error_message              varchar2(1024)
);

-- As in 0002.
create trigger :events_table_schema:"events_table_carry" before insert or update on :"events_table"
for each row
begin
  if :new.event_data is null then
    -- Of an old store. What is absent has no key; actions is pickled, which SQL does not read.
    select json_object(
      'id' value :new.id,
      'invocation_id' value :new.invocation_id,
      'author' value :new.author,
      'branch' value :new.branch,
      'timestamp' value
        round((cast(sys_extract_utc(:new.timestamp) as date) - date '1970-01-01') * 86400)
          + to_number(to_char(:new.timestamp, 'FF6')) / 1000000,
      'partial' value case :new.partial when 1 then 'true' when 0 then 'false' end format json,
      'turn_complete' value case :new.turn_complete when 1 then 'true' when 0 then 'false' end format json,
      'interrupted' value case :new.interrupted when 1 then 'true' when 0 then 'false' end format json,
      'error_code' value :new.error_code,
      'error_message' value :new.error_message,
\if :json_storage_json
      'content' value :new.content,
      'grounding_metadata' value :new.grounding_metadata,
      'custom_metadata' value :new.custom_metadata,
      'long_running_tool_ids' value :new.long_running_tool_ids_json
      absent on null returning json)
\else
      'content' value :new.content format json,
      'grounding_metadata' value :new.grounding_metadata format json,
      'custom_metadata' value :new.custom_metadata format json,
      'long_running_tool_ids' value :new.long_running_tool_ids_json format json
      absent on null returning blob)
\endif
    into :new.event_data from dual;
  elsif :new.actions is null then
    -- Of a new store. An old one unpickles actions whatever they are: these are empty ones, in protocol 0.
    :new.actions := to_blob(utl_raw.cast_to_raw(
      'cgoogle.adk.events.event_actions' || chr(10) || 'EventActions' || chr(10) || '(tR.'));
    select substr(json_value(:new.event_data, '$.author'), 1, 256),
      substr(json_value(:new.event_data, '$.branch'), 1, 256),
      substr(json_value(:new.event_data, '$.error_code'), 1, 256),
      substr(json_value(:new.event_data, '$.error_message'), 1, 1024),
\if :json_storage_json
      json_query(:new.event_data, '$.content' returning json),
      json_query(:new.event_data, '$.grounding_metadata' returning json),
      json_query(:new.event_data, '$.custom_metadata' returning json),
      json_query(:new.event_data, '$.long_running_tool_ids' returning json),
\else
      json_query(:new.event_data, '$.content' returning blob),
      json_query(:new.event_data, '$.grounding_metadata' returning blob),
      json_query(:new.event_data, '$.custom_metadata' returning blob),
      json_query(:new.event_data, '$.long_running_tool_ids' returning blob),
\endif
      case json_value(:new.event_data, '$.partial') when 'true' then 1 when 'false' then 0 end,
      case json_value(:new.event_data, '$.turn_complete') when 'true' then 1 when 'false' then 0 end,
      case json_value(:new.event_data, '$.interrupted') when 'true' then 1 when 'false' then 0 end
    into :new.author, :new.branch, :new.error_code, :new.error_message,
      :new.content, :new.grounding_metadata, :new.custom_metadata, :new.long_running_tool_ids_json,
      :new.partial, :new.turn_complete, :new.interrupted
    from dual;
  end if;
end;
/

-- Every event goes through the trigger.
update :"events_table" set invocation_id = invocation_id;
