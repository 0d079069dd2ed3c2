-- Description: Create ADK sessions and events
--
-- The tables of SQLSpec 0.27 to 0.34: an event is spread over 18 columns. There are no keys and no indexes;
-- rows lie together as SQLSpec 0.69 has them, which cannot be changed later on.

-- name: migrate-0001-up
create table :"session_table" (
  id          string    not null,
  app_name    string    not null,
  user_id     string    not null,
  :owner_id_column,
  state       json      not null,
  create_time timestamp not null,
  update_time timestamp not null
)
partition by date(create_time)
cluster by app_name, user_id, id :session_table_options;

create table :"events_table" (
  id                         string    not null,
  session_id                 string    not null,
  app_name                   string    not null,
  user_id                    string    not null,
  invocation_id              string,
  author                     string,
  actions                    bytes,
  long_running_tool_ids_json json,
  branch                     string,
  timestamp                  timestamp not null,
  content                    json,
  grounding_metadata         json,
  custom_metadata            json,
  partial                    bool,
  turn_complete              bool,
  interrupted                bool,
  error_code                 string,
  error_message              string
)
partition by date(timestamp)
cluster by app_name, user_id, session_id :events_table_options;

-- name: migrate-0001-down
drop table :"events_table";
drop table :"session_table";
