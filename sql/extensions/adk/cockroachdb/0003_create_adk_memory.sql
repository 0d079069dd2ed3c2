-- Description: Create ADK memory
-- when: enable_memory
--
-- SQLSpec's two stores for CockroachDB do not agree about the indexes; these are the ones of the store for
-- asyncpg, which both are served by.

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
  timestamp     timestamptz  not null,
  content_json  jsonb        not null,
  content_text  text         not null,
  metadata_json jsonb,
  inserted_at   timestamptz  not null default current_timestamp
) :memory_table_options;

create index :"idx_memory_table_app_scope_user_time"
  on :"memory_table" (app_name, scope, user_id, timestamp desc);
create index :"idx_memory_table_scope" on :"memory_table" (app_name, scope);
create index :"idx_memory_table_session" on :"memory_table" (session_id);
\if :owner_id_index
create index :"idx_memory_table_owner" on :"memory_table" (:"owner_id_column_name");
\endif
\if :memory_use_fts
create index :"idx_memory_table_fts" on :"memory_table" using gin (to_tsvector('english', content_text));
\endif
\if :enable_memory_trigram_index
create index :"idx_memory_table_content_trgm" on :"memory_table" using gin (content_text gin_trgm_ops);
\endif

-- name: migrate-0003-down
-- A table of this name that has other columns is not the one that goes here.
select event_id, scope, content_json, metadata_json, inserted_at from :"memory_table" where 1 = 0;

drop table :"memory_table";
