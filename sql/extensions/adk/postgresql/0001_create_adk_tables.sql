-- Description: Create ADK sessions and events
--
-- The tables of SQLSpec 0.27 to 0.34: an event is spread over 18 columns.

-- name: migrate-0001-up
create table :"session_table" (
  id          varchar(128) primary key,
  app_name    varchar(128) not null,
  user_id     varchar(128) not null,
  :owner_id_column,
  state       jsonb        not null default '{}'::jsonb,
  create_time timestamptz  not null default current_timestamp,
  update_time timestamptz  not null default current_timestamp
) with (fillfactor = :fillfactor);

create index :"idx_session_table_app_user" on :"session_table" (app_name, user_id);
create index :"idx_session_table_update_time" on :"session_table" (update_time desc);
-- Most sessions have no state, and what has none need not be found by it.
create index :"idx_session_table_state" on :"session_table" using gin (state) where state <> '{}'::jsonb;
\if :owner_id_index
create index :"idx_session_table_owner" on :"session_table" (:"owner_id_column_name");
\endif

create table :"events_table" (
  id                         varchar(128) primary key,
  session_id                 varchar(128) not null,
  app_name                   varchar(128) not null,
  user_id                    varchar(128) not null,
  invocation_id              varchar(256),
  author                     varchar(256),
  actions                    bytea,
  long_running_tool_ids_json jsonb,
  branch                     varchar(256),
  timestamp                  timestamptz  not null default current_timestamp,
  content                    jsonb,
  grounding_metadata         jsonb,
  custom_metadata            jsonb,
  partial                    boolean,
  turn_complete              boolean,
  interrupted                boolean,
  error_code                 varchar(256),
  error_message              varchar(1024),
  foreign key (session_id) references :"session_table" (id) on delete cascade
);

create index :"idx_events_table_session" on :"events_table" (session_id, timestamp);

-- name: migrate-0001-down
drop table :"events_table";
drop table :"session_table";
