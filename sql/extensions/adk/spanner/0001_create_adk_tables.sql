-- Description: Create ADK sessions and events
--
-- An event is spread over many columns. SQLSpec 0.27 to 0.34 had no store for Spanner; these are the columns
-- of the others, in the order in which 0004 leaves them. Keys to another table, defaults and unique columns
-- SQLSpec does without.

-- name: migrate-0001-up
create table :"session_table" (
  id          string(128) not null,
  app_name    string(128) not null,
  user_id     string(128) not null,
  :owner_id_column,
  state       json        not null,
  create_time timestamp   not null options (allow_commit_timestamp = true),
  update_time timestamp   not null options (allow_commit_timestamp = true)
) primary key (id) :session_table_options;

create index :session_table_schema:"idx_session_table_update_time" on :"session_table" (update_time);
\if :owner_id_index
create index :session_table_schema:"idx_session_table_owner" on :"session_table" (:"owner_id_column_name");
\endif

-- The events of a session lie together, in their order.
create table :"events_table" (
  id                         string(128) not null,
  app_name                   string(128) not null,
  user_id                    string(128) not null,
  session_id                 string(128) not null,
  invocation_id              string(256),
  author                     string(256),
  actions                    bytes(max),
  long_running_tool_ids_json json,
  branch                     string(256),
  timestamp                  timestamp   not null options (allow_commit_timestamp = true),
  content                    json,
  grounding_metadata         json,
  custom_metadata            json,
  partial                    bool,
  turn_complete              bool,
  interrupted                bool,
  error_code                 string(256),
  error_message              string(1024)
) primary key (session_id, timestamp) :events_table_options;

create index :events_table_schema:"idx_events_table_timestamp" on :"events_table" (timestamp);

-- name: migrate-0001-down
-- Spanner drops no table that still has an index.
drop index :events_table_schema:"idx_events_table_timestamp";
drop table :"events_table";
\if :owner_id_index
drop index :session_table_schema:"idx_session_table_owner";
\endif
drop index :session_table_schema:"idx_session_table_update_time";
drop table :"session_table";
