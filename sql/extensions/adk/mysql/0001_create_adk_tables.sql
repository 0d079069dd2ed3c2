-- Description: Create ADK sessions and events
--
-- The tables of SQLSpec 0.27 to 0.34: an event is spread over 18 columns. MySQL passes over REFERENCES behind a
-- column, so that the owner's key stands on a line of its own; keys have the names that MySQL itself would give.

-- name: migrate-0001-up
create table :"session_table" (
  id          varchar(128) primary key,
  app_name    varchar(128) not null,
  user_id     varchar(128) not null,
  :owner_id_column,
  state       json         not null,
  create_time timestamp(6) not null default current_timestamp(6),
  update_time timestamp(6) not null default current_timestamp(6) on update current_timestamp(6),
\if :owner_id_column_key
  constraint :"session_table_ibfk_1" :owner_id_column_key,
\endif
\if :owner_id_index
  index :"idx_session_table_owner" (:"owner_id_column_name"),
\endif
  index :"idx_session_table_app_user" (app_name, user_id),
  index :"idx_session_table_update_time" (update_time desc)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci :session_table_options;

create table :"events_table" (
  id                         varchar(128) primary key,
  session_id                 varchar(128) not null,
  app_name                   varchar(128) not null,
  user_id                    varchar(128) not null,
  invocation_id              varchar(256) not null,
  author                     varchar(256) not null,
  actions                    blob         not null,
  long_running_tool_ids_json json,
  branch                     varchar(256),
  timestamp                  timestamp(6) not null default current_timestamp(6),
  content                    json,
  grounding_metadata         json,
  custom_metadata            json,
  partial                    boolean,
  turn_complete              boolean,
  interrupted                boolean,
  error_code                 varchar(256),
  error_message              varchar(1024),
  constraint :"events_table_ibfk_1" foreign key (session_id) references :"session_table" (id) on delete cascade,
  index :"idx_events_table_session" (session_id, timestamp)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci :events_table_options;

-- name: migrate-0001-down
drop table :"events_table";
drop table :"session_table";
