-- Description: Create ADK memory
-- when: enable_memory
--
-- With memory_use_fts the stores make their full-text index themselves, after every write; it is no part of the
-- schema.

-- name: migrate-0003-up
create table :"memory_table" (
  id            varchar primary key,
  session_id    varchar not null,
  app_name      varchar not null,
  user_id       varchar not null,
  scope         varchar not null default 'user',
  event_id      varchar not null unique,
  author        varchar,
  :owner_id_column,
  "timestamp"   timestamp not null,
  content_json  json not null,
  content_text  text not null,
  metadata_json json,
  inserted_at   timestamp not null default current_timestamp
);

create index :"idx_memory_table_app_scope_user_time"
  on :"memory_table" (app_name, scope, user_id, "timestamp" desc);
create index :"idx_memory_table_scope" on :"memory_table" (app_name, scope);
create index :"idx_memory_table_session" on :"memory_table" (session_id);
\if :owner_id_index
create index :"idx_memory_table_owner" on :"memory_table" (:"owner_id_column_name");
\endif

-- name: migrate-0003-down
-- A table of this name that has other columns is not the one that goes here.
select event_id, scope, content_json, metadata_json, inserted_at from :"memory_table" where 1 = 0;

drop table :"memory_table";
