-- Description: Add what the second generation of ADK stores needs, and carry the events over
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Programs of both kinds work on the tables that this
-- leaves: a trigger fills event_data for an event that is written in columns, and the columns for one that is
-- not. Nothing is dropped; 0004 does that. State is not looked through for what is the application's or the
-- user's: no store of SQLSpec ever left any here.

-- name: migrate-0002-up
\if :native_json
alter table :"events_table" add [event_data] json;
\else
alter table :"events_table" add [event_data] nvarchar(max);
\endif
GO

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

create index :"idx_events_table_scope" on :"events_table" ([app_name], [user_id], [session_id], [timestamp]);
create index :"idx_events_table_invocation" on :"events_table" ([invocation_id]);
create index :"idx_events_table_timestamp" on :"events_table" ([timestamp]);
create index :"idx_events_table_app_timestamp" on :"events_table" ([app_name], [timestamp]);

create table :"app_state_table" (
  [app_name]    nvarchar(128) not null,
\if :native_json
  [state]       json          not null,
\else
  [state]       nvarchar(max) not null,
\endif
  [update_time] datetime2(6)  not null constraint :"df_app_state_table_update_time" default sysutcdatetime(),
  constraint :"pk_app_state_table_app_name" primary key ([app_name])
) :app_state_table_options;

create table :"user_state_table" (
  [app_name]    nvarchar(128) not null,
  [user_id]     nvarchar(128) not null,
\if :native_json
  [state]       json          not null,
\else
  [state]       nvarchar(max) not null,
\endif
  [update_time] datetime2(6)  not null constraint :"df_user_state_table_update_time" default sysutcdatetime(),
  constraint :"pk_user_state_table_app_user" primary key ([app_name], [user_id])
) :user_state_table_options;

create table :"metadata_table" (
  [key]   nvarchar(128) not null,
  [value] nvarchar(512) not null,
  constraint :"pk_metadata_table_key" primary key ([key])
);

-- name: migrate-0002-down
-- Tables of these names that have other columns are not the ones that go here.
select [key], [value] from :"metadata_table" where 1 = 0;
select [app_name], [user_id], [state], [update_time] from :"user_state_table" where 1 = 0;
select [app_name], [state], [update_time] from :"app_state_table" where 1 = 0;

drop table :"metadata_table";
drop table :"user_state_table";
drop table :"app_state_table";

drop index :"idx_events_table_app_timestamp" on :"events_table";
drop index :"idx_events_table_timestamp" on :"events_table";
drop index :"idx_events_table_invocation" on :"events_table";
drop index :"idx_events_table_scope" on :"events_table";
drop trigger :events_table_schema:"events_table_carry";
alter table :"events_table" drop column [event_data];
