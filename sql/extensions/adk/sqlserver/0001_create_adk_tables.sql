-- Description: Create ADK sessions and events
--
-- An event is spread over many columns. SQLSpec 0.27 to 0.34 had no store for SQL Server; these are the
-- columns of the others, in the order in which 0004 leaves them. Times are in UTC.

-- name: migrate-0001-up
-- A row_id only ever grows; a key of 128 letters would scatter the rows.
create table :"session_table" (
  [row_id]      uniqueidentifier not null constraint :"df_session_table_row_id" default newsequentialid(),
  [id]          nvarchar(128)    not null,
  [app_name]    nvarchar(128)    not null,
  [user_id]     nvarchar(128)    not null,
  :owner_id_column,
\if :native_json
  [state]       json             not null,
\else
  [state]       nvarchar(max)    not null,
\endif
  [create_time] datetime2(6)     not null constraint :"df_session_table_create_time" default sysutcdatetime(),
  [update_time] datetime2(6)     not null constraint :"df_session_table_update_time" default sysutcdatetime(),
  constraint :"pk_session_table_row_id" primary key ([row_id]),
  constraint :"uq_session_table_id" unique ([id])
) :session_table_options;

create index :"idx_session_table_app_user" on :"session_table" ([app_name], [user_id]);
create index :"idx_session_table_update_time" on :"session_table" ([update_time] desc);
\if :owner_id_index
create index :"idx_session_table_owner" on :"session_table" (:"owner_id_column_name");
\endif

create table :"events_table" (
  [row_id]                     uniqueidentifier not null
    constraint :"df_events_table_row_id" default newsequentialid(),
  [id]                         nvarchar(128)    not null,
  [app_name]                   nvarchar(128)    not null,
  [user_id]                    nvarchar(128)    not null,
  [session_id]                 nvarchar(128)    not null,
  [invocation_id]              nvarchar(256)    not null,
  [author]                     nvarchar(256),
  [actions]                    varbinary(max),
  [long_running_tool_ids_json] nvarchar(max),
  [branch]                     nvarchar(256),
  [timestamp]                  datetime2(6)     not null,
  [content]                    nvarchar(max),
  [grounding_metadata]         nvarchar(max),
  [custom_metadata]            nvarchar(max),
  [partial]                    bit,
  [turn_complete]              bit,
  [interrupted]                bit,
  [error_code]                 nvarchar(256),
  [error_message]              nvarchar(1024),
  constraint :"pk_events_table_row_id" primary key ([row_id]),
  constraint :"uq_events_table_id" unique ([id]),
  constraint :"fk_events_table_session"
    foreign key ([session_id]) references :"session_table" ([id]) on delete cascade
) :events_table_options;

create index :"idx_events_table_session" on :"events_table" ([session_id], [timestamp]);

-- name: migrate-0001-down
drop table :"events_table";
drop table :"session_table";
