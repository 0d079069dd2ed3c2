-- Description: Create ADK memory
-- when: enable_memory

-- name: migrate-0003-up
create table :"memory_table" (
  id             string(128) not null,
  session_id     string(128) not null,
  app_name       string(128) not null,
  user_id        string(128) not null,
  scope          string(16)  not null,
  event_id       string(128) not null,
  author         string(256),
  :owner_id_column,
  timestamp      timestamp   not null options (allow_commit_timestamp = true),
  content_json   json        not null,
  content_text   string(max) not null,
\if :vector_index_enabled
  embedding      array<float32>(vector_length => :vector_dimensions),
\else
  embedding      array<float32>,
\endif
  metadata_json  json,
\if :memory_use_fts
  inserted_at    timestamp   not null options (allow_commit_timestamp = true),
  content_tokens tokenlist as (tokenize_fulltext(content_text)) hidden
\else
  inserted_at    timestamp   not null options (allow_commit_timestamp = true)
\endif
) primary key (id) :memory_table_options;

create index :memory_table_schema:"idx_memory_table_app_scope_user_time"
  on :"memory_table" (app_name, scope, user_id, timestamp desc);
create index :memory_table_schema:"idx_memory_table_scope" on :"memory_table" (app_name, scope);
create index :memory_table_schema:"idx_memory_table_session" on :"memory_table" (session_id);
create index :memory_table_schema:"idx_memory_table_event_id" on :"memory_table" (event_id);
\if :owner_id_index
create index :memory_table_schema:"idx_memory_table_owner" on :"memory_table" (:"owner_id_column_name");
\endif
\if :memory_use_fts
create search index :memory_table_schema:"idx_memory_table_fts" on :"memory_table" (content_tokens);
\endif
\if :vector_index_enabled
create vector index :memory_table_schema:"idx_memory_table_embedding" on :"memory_table" (embedding)
  storing (app_name, scope, user_id, timestamp)
  where embedding is not null
  options (
    distance_type = :'vector_distance_type', tree_depth = :scann_tree_depth, num_leaves = :vector_num_leaves
  );
\endif
\if :enable_memory_graph
create property graph :memory_table_schema:"memory_table_graph"
  node tables (
    :"memory_table" as MemoryNode key (id) label Memory
    properties (id, session_id, app_name, user_id, scope, event_id, author, timestamp, content_text)
  );
\endif

-- name: migrate-0003-down
-- A table of this name that has other columns is not the one that goes here.
select event_id, scope, content_json, metadata_json, inserted_at from :"memory_table" where 1 = 0;

-- Spanner drops no table that still has an index, or is part of a graph.
\if :enable_memory_graph
drop property graph :memory_table_schema:"memory_table_graph";
\endif
\if :vector_index_enabled
drop vector index :memory_table_schema:"idx_memory_table_embedding";
\endif
\if :memory_use_fts
drop search index :memory_table_schema:"idx_memory_table_fts";
\endif
\if :owner_id_index
drop index :memory_table_schema:"idx_memory_table_owner";
\endif
drop index :memory_table_schema:"idx_memory_table_event_id";
drop index :memory_table_schema:"idx_memory_table_session";
drop index :memory_table_schema:"idx_memory_table_scope";
drop index :memory_table_schema:"idx_memory_table_app_scope_user_time";
drop table :"memory_table";
