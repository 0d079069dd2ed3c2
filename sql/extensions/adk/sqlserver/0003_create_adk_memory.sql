-- Description: Create ADK memory
-- when: enable_memory

-- name: migrate-0003-up
create table :"memory_table" (
  [id]            nvarchar(128) not null,
  [session_id]    nvarchar(128) not null,
  [app_name]      nvarchar(128) not null,
  [user_id]       nvarchar(128) not null,
  [scope]         nvarchar(16)  not null constraint :"df_memory_table_scope" default N'user',
  [event_id]      nvarchar(128) not null,
  [author]        nvarchar(256),
  [timestamp]     datetime2(6)  not null,
\if :native_json
  [content_json]  json          not null,
\else
  [content_json]  nvarchar(max) not null,
\endif
  [content_text]  nvarchar(max) not null,
\if :native_json
  [metadata_json] json,
\else
  [metadata_json] nvarchar(max),
\endif
  [inserted_at]   datetime2(6)  not null constraint :"df_memory_table_inserted_at" default sysutcdatetime(),
  :owner_id_column,
  constraint :"pk_memory_table_id" primary key ([id]),
  constraint :"uq_memory_table_event_id" unique ([event_id])
) :memory_table_options;

create index :"idx_memory_table_app_scope_user_time"
  on :"memory_table" ([app_name], [scope], [user_id], [timestamp] desc);
create index :"idx_memory_table_scope" on :"memory_table" ([app_name], [scope]);
create index :"idx_memory_table_session" on :"memory_table" ([session_id]);
create index :"idx_memory_table_timestamp" on :"memory_table" ([timestamp] desc);
\if :owner_id_index
create index :"idx_memory_table_owner" on :"memory_table" (:"owner_id_column_name");
\endif

-- name: migrate-0003-down
-- A table of this name that has other columns is not the one that goes here.
select [event_id], [scope], [content_json], [metadata_json], [inserted_at] from :"memory_table" where 1 = 0;

drop table :"memory_table";
