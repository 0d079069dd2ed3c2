-- Description: Create ADK memory
-- when: enable_memory
--
-- The stores write an embedding whatever the settings say, so that this table needs pgvector. The extension
-- stays when the table goes: others may use it.

-- name: migrate-0003-up
create extension if not exists vector;
\if :enable_bm25
create extension if not exists pg_textsearch;
\endif

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
  embedding     vector(:vector_dimensions),
  content_json  jsonb        not null,
  content_text  text         not null,
  metadata_json jsonb,
  inserted_at   timestamptz  not null default current_timestamp
);

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
\if :enable_bm25
create index :"idx_memory_table_bm25" on :"memory_table" using bm25 (content_text)
  with (text_config = 'english');
\endif
\if :vector_index_type_hnsw
create index :"idx_memory_table_hnsw" on :"memory_table" using hnsw (embedding vector_cosine_ops);
\elif :vector_index_type_ivfflat
create index :"idx_memory_table_ivfflat" on :"memory_table" using ivfflat (embedding vector_cosine_ops);
\elif :vector_index_type_scann
create index :"idx_memory_table_scann" on :"memory_table" using scann (embedding)
  with (num_leaves = :scann_num_leaves, quantizer = :'scann_quantizer');
\endif

-- name: migrate-0003-down
-- A table of this name that has other columns is not the one that goes here.
select event_id, scope, content_json, metadata_json, inserted_at from :"memory_table" where 1 = 0;

drop table :"memory_table";
