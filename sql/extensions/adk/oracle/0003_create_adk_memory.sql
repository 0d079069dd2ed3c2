-- Description: Create ADK memory
-- when: enable_memory

-- name: migrate-0003-up
create table :"memory_table" (
  id            varchar2(128)            primary key,
  session_id    varchar2(128)            not null,
  app_name      varchar2(128)            not null,
  user_id       varchar2(128)            not null,
  scope         varchar2(16)             default 'user' not null,
  event_id      varchar2(128)            not null unique,
  author        varchar2(256),
  :owner_id_column,
  timestamp     timestamp with time zone not null,
\if :json_storage_json
  content_json  json,
  metadata_json json,
\elif :json_storage_blob_json
  content_json  blob                     check (content_json is json),
  metadata_json blob                     check (metadata_json is json),
\else
  content_json  blob,
  metadata_json blob,
\endif
  content_text  clob                     not null,
  inserted_at   timestamp with time zone default systimestamp not null
) :memory_table_options;

create index :memory_table_schema:"idx_memory_table_app_scope_user_time"
  on :"memory_table" (app_name, scope, user_id, timestamp desc);
create index :memory_table_schema:"idx_memory_table_scope" on :"memory_table" (app_name, scope);
create index :memory_table_schema:"idx_memory_table_session" on :"memory_table" (session_id);
\if :owner_id_index
create index :memory_table_schema:"idx_memory_table_owner" on :"memory_table" (:"owner_id_column_name");
\endif
\if :memory_use_fts
-- Of Oracle Text, which has to be installed.
create index :memory_table_schema:"idx_memory_table_fts" on :"memory_table" (content_text)
  indextype is ctxsys.context;
\endif

-- name: migrate-0003-down
-- A table of this name that has other columns is not the one that goes here.
select event_id, scope, content_json, metadata_json, inserted_at from :"memory_table" where 1 = 0;

drop table :"memory_table";
