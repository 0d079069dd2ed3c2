-- Description: Create ADK sessions and events
--
-- The tables of SQLSpec 0.27 to 0.34: an event is spread over 18 columns. Those stores ask the server how it
-- keeps JSON; the setting json_storage has to say the same.

-- name: migrate-0001-up
create table :"session_table" (
  id          varchar2(128)            primary key,
  app_name    varchar2(128)            not null,
  user_id     varchar2(128)            not null,
\if :json_storage_json
  state       json                     not null,
\elif :json_storage_blob_json
  state       blob                     check (state is json) not null,
\else
  state       blob                     not null,
\endif
  create_time timestamp with time zone default systimestamp not null,
\if :owner_id_column
  update_time timestamp with time zone default systimestamp not null,
  :owner_id_column
\else
  update_time timestamp with time zone default systimestamp not null
\endif
) :session_table_options;

create index :session_table_schema:"idx_session_table_app_user" on :"session_table" (app_name, user_id);
create index :session_table_schema:"idx_session_table_update_time" on :"session_table" (update_time desc);
\if :owner_id_index
create index :session_table_schema:"idx_session_table_owner" on :"session_table" (:"owner_id_column_name");
\endif

create table :"events_table" (
  id                         varchar2(128)            primary key,
  session_id                 varchar2(128)            not null,
  app_name                   varchar2(128)            not null,
  user_id                    varchar2(128)            not null,
  invocation_id              varchar2(256),
  author                     varchar2(256),
  actions                    blob,
  branch                     varchar2(256),
  timestamp                  timestamp with time zone default systimestamp not null,
\if :json_storage_json
  content                    json,
  grounding_metadata         json,
  custom_metadata            json,
  long_running_tool_ids_json json,
\elif :json_storage_blob_json
  content                    blob                     check (content is json),
  grounding_metadata         blob                     check (grounding_metadata is json),
  custom_metadata            blob                     check (custom_metadata is json),
  long_running_tool_ids_json blob                     check (long_running_tool_ids_json is json),
\else
  content                    blob,
  grounding_metadata         blob,
  custom_metadata            blob,
  long_running_tool_ids_json blob,
\endif
  partial                    number(1),
  turn_complete              number(1),
  interrupted                number(1),
  error_code                 varchar2(256),
  error_message              varchar2(1024),
  constraint :"fk_events_table_session"
    foreign key (session_id) references :"session_table" (id) on delete cascade
) :events_table_options;

create index :events_table_schema:"idx_events_table_session" on :"events_table" (session_id, timestamp);

-- name: migrate-0001-down
drop table :"events_table";
drop table :"session_table";
