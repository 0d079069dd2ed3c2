-- Description: Create ADK sessions and events
--
-- The tables of SQLSpec 0.27 to 0.34: an event is spread over 18 columns. Times are Julian days.

-- name: migrate-0001-up
create table :"session_table" (
  id          text primary key,
  app_name    text not null,
  user_id     text not null,
  :owner_id_column,
  state       text not null default '{}',
  create_time real not null,
  update_time real not null
);

create index :"idx_session_table_app_user" on :"session_table" (app_name, user_id);
create index :"idx_session_table_update_time" on :"session_table" (update_time desc);
\if :owner_id_index
create index :"idx_session_table_owner" on :"session_table" (:"owner_id_column_name");
\endif

create table :"events_table" (
  id                         text primary key,
  session_id                 text not null,
  app_name                   text not null,
  user_id                    text not null,
  invocation_id              text not null,
  author                     text not null,
  actions                    blob not null,
  long_running_tool_ids_json text,
  branch                     text,
  timestamp                  real not null,
  content                    text,
  grounding_metadata         text,
  custom_metadata            text,
  partial                    integer,
  turn_complete              integer,
  interrupted                integer,
  error_code                 text,
  error_message              text,
  foreign key (session_id) references :"session_table" (id) on delete cascade
);

create index :"idx_events_table_session" on :"events_table" (session_id, timestamp);

-- name: migrate-0001-down
drop table :"events_table";
drop table :"session_table";
