-- Description: Remove the columns of the first generation of ADK stores
-- when: contract
--
-- For when nothing writes events in columns any more. What is in actions goes with its column. After this the
-- tables are those of SQLSpec 0.69.

-- name: migrate-0004-up
if exists (select 1 from :"events_table" with (tablockx, holdlock) where [event_data] is null)
  throw 51223, 'not carried over: there are events whose event_data is null', 1;
GO

drop trigger :events_table_schema:"events_table_carry";
\if :native_json
alter table :"events_table" alter column [event_data] json not null;
\else
alter table :"events_table" alter column [event_data] nvarchar(max) not null;
\endif
alter table :"events_table" drop column
  [author], [actions], [long_running_tool_ids_json], [branch], [content], [grounding_metadata],
  [custom_metadata], [partial], [turn_complete], [interrupted], [error_code], [error_message];

-- name: migrate-0004-down
-- The columns come back at the end of the table, filled from event_data; actions are empty ones.
\if :native_json
alter table :"events_table" alter column [event_data] json null;
\else
alter table :"events_table" alter column [event_data] nvarchar(max) null;
\endif
alter table :"events_table" add
  [author]                     nvarchar(256),
  [actions]                    varbinary(max),
  [long_running_tool_ids_json] nvarchar(max),
  [branch]                     nvarchar(256),
  [content]                    nvarchar(max),
  [grounding_metadata]         nvarchar(max),
  [custom_metadata]            nvarchar(max),
  [partial]                    bit,
  [turn_complete]              bit,
  [interrupted]                bit,
  [error_code]                 nvarchar(256),
  [error_message]              nvarchar(1024);
GO

-- As in 0002.
create trigger :events_table_schema:"events_table_carry" on :"events_table" after insert, update as
begin
  set nocount on;
  if not exists (select 1 from inserted where [event_data] is null or [actions] is null) return;

  -- Of an old store. 'for json' leaves out what is null; actions is pickled, which SQL does not read.
  update e
  set [event_data] = (
    select
      e.[id], e.[invocation_id], e.[author], e.[branch],
      datediff_big(microsecond, '1970-01-01', e.[timestamp]) / 1000000.0 as [timestamp],
      json_query(e.[content]) as [content],
      json_query(e.[grounding_metadata]) as [grounding_metadata],
      json_query(e.[custom_metadata]) as [custom_metadata],
      json_query(e.[long_running_tool_ids_json]) as [long_running_tool_ids],
      e.[partial], e.[turn_complete], e.[interrupted], e.[error_code], e.[error_message]
    for json path, without_array_wrapper
  )
  from :"events_table" as e join inserted as i on i.[row_id] = e.[row_id]
  where e.[event_data] is null;

  -- Of a new store. An old one unpickles actions whatever they are: these are empty ones, in protocol 0.
  update e
  set
    [actions] = cast(
      'cgoogle.adk.events.event_actions' + char(10) + 'EventActions' + char(10) + '(tR.' as varbinary(max)),
    [author] = left(json_value(e.[event_data], '$.author'), 256),
    [branch] = left(json_value(e.[event_data], '$.branch'), 256),
    [content] = json_query(e.[event_data], '$.content'),
    [grounding_metadata] = json_query(e.[event_data], '$.grounding_metadata'),
    [custom_metadata] = json_query(e.[event_data], '$.custom_metadata'),
    [long_running_tool_ids_json] = json_query(e.[event_data], '$.long_running_tool_ids'),
    [partial] = json_value(e.[event_data], '$.partial'),
    [turn_complete] = json_value(e.[event_data], '$.turn_complete'),
    [interrupted] = json_value(e.[event_data], '$.interrupted'),
    [error_code] = left(json_value(e.[event_data], '$.error_code'), 256),
    [error_message] = left(json_value(e.[event_data], '$.error_message'), 1024)
  from :"events_table" as e join inserted as i on i.[row_id] = e.[row_id]
  where e.[actions] is null;
end;
GO

-- Every event goes through the trigger.
update :"events_table" set [invocation_id] = [invocation_id];
