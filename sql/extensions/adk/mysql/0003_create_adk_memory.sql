-- Description: Create ADK memory
-- when: enable_memory

-- name: migrate-0003-up
create table :"memory_table" (
  id            varchar(128) primary key,
  session_id    varchar(128) not null,
  app_name      varchar(128) not null,
  user_id       varchar(128) not null,
  scope         varchar(16)  not null default 'user',
  event_id      varchar(128) not null unique,
  author        varchar(256),
  :owner_id_column,
  timestamp     timestamp(6) not null default current_timestamp(6),
  content_json  json         not null,
  content_text  text         not null,
  metadata_json json,
  inserted_at   timestamp(6) not null default current_timestamp(6),
\if :owner_id_column_key
  constraint :"memory_table_ibfk_1" :owner_id_column_key,
\endif
\if :owner_id_index
  index :"idx_memory_table_owner" (:"owner_id_column_name"),
\endif
\if :memory_use_fts
  fulltext index :"idx_memory_table_fts" (content_text),
\endif
  index :"idx_memory_table_app_scope_user_time" (app_name, scope, user_id, timestamp),
  index :"idx_memory_table_scope" (app_name, scope),
  index :"idx_memory_table_session" (session_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci :memory_table_options;

-- name: migrate-0003-down
-- A table of this name that has other columns is not the one that goes here.
select event_id, scope, content_json, metadata_json, inserted_at from :"memory_table" where 1 = 0;

drop table :"memory_table";
