-- Description: Create ADK sessions and events
--
-- The tables of SQLSpec 0.27 to 0.34: an event is spread over 18 columns. DuckDB has no cascade; the stores delete
-- a session's events first.

-- name: migrate-0001-up
create table :"session_table" (
  id          varchar primary key,
  app_name    varchar not null,
  user_id     varchar not null,
  :owner_id_column,
  state       json not null,
  create_time timestamp not null default current_timestamp,
  update_time timestamp not null default current_timestamp
);

create index :"idx_session_table_app_user" on :"session_table" (app_name, user_id);
create index :"idx_session_table_update_time" on :"session_table" (update_time desc);
\if :owner_id_index
create index :"idx_session_table_owner" on :"session_table" (:"owner_id_column_name");
\endif

create table :"events_table" (
  id                         varchar primary key,
  session_id                 varchar not null,
  app_name                   varchar not null,
  user_id                    varchar not null,
  invocation_id              varchar,
  author                     varchar,
  actions                    blob,
  long_running_tool_ids_json json,
  branch                     varchar,
  "timestamp"                timestamp not null default current_timestamp,
  content                    json,
  grounding_metadata         json,
  custom_metadata            json,
  partial                    boolean,
  turn_complete              boolean,
  interrupted                boolean,
  error_code                 varchar,
  error_message              varchar,
  foreign key (session_id) references :"session_table" (id)
);

create index :"idx_events_table_session" on :"events_table" (session_id, "timestamp");

-- name: migrate-0001-down
drop table :"events_table";
drop table :"session_table";
