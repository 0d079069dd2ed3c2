-- Description: Remove the columns of the first generation of ADK stores
-- when: contract
--
-- For when the last program with an old store has gone. What is pickled in actions goes with its column. After
-- this the tables are those of SQLSpec 0.69.

-- name: migrate-0004-up
-- What was added to the old tables would be gone with them.
select error('not remade: ' || lost || ' would be lost')
from (
  select 'column ' || name || ' of ' || :'session_table' as lost
  from pragma_table_info(:'session_table')
  where name not in (
\if :owner_id_column
    :'owner_id_column_name',
\endif
    'id', 'app_name', 'user_id', 'state', 'create_time', 'update_time')
  union all
  select 'column ' || name || ' of ' || :'events_table'
  from pragma_table_info(:'events_table')
  where name not in (
    'id', 'session_id', 'app_name', 'user_id', 'invocation_id', 'author', 'actions', 'long_running_tool_ids_json',
    'branch', 'timestamp', 'content', 'grounding_metadata', 'custom_metadata', 'partial', 'turn_complete',
    'interrupted', 'error_code', 'error_message', 'event_data')
  union all
  select 'index ' || index_name || ' of ' || table_name
  from duckdb_indexes()
  where schema_name || '.' || table_name in (
    :'session_table', current_schema() || '.' || :'session_table',
    :'events_table', current_schema() || '.' || :'events_table')
  and index_name not in (
\if :owner_id_index
    :'idx_session_table_owner',
\endif
    :'idx_session_table_app_user', :'idx_session_table_update_time',
    :'idx_events_table_session', :'idx_events_table_app_timestamp')
)
limit 1;

-- What old stores wrote after 0002, where no trigger could carry it over.
update :"events_table"
set event_data = (
  '{' || concat_ws(', ',
    '"id": ' || to_json(id),
    '"invocation_id": ' || to_json(invocation_id),
    '"author": ' || to_json(author),
    '"branch": ' || to_json(branch),
    '"timestamp": ' || to_json(epoch_us("timestamp"::timestamptz) / 1000000),
    '"content": ' || content,
    '"grounding_metadata": ' || grounding_metadata,
    '"custom_metadata": ' || custom_metadata,
    '"long_running_tool_ids": ' || long_running_tool_ids_json,
    '"partial": ' || to_json(partial),
    '"turn_complete": ' || to_json(turn_complete),
    '"interrupted": ' || to_json(interrupted),
    '"error_code": ' || to_json(error_code),
    '"error_message": ' || to_json(error_message)
  ) || '}')::json
where event_data is null or event_data::varchar = '{}';

select error('not carried over: event_data is null in event ' || id || ' of ' || :'events_table')
from :"events_table" where event_data is null limit 1;

-- In a transaction, a table that has had an index gives up no column and changes no type, so both are made anew.
-- Times get a zone: the one of this session, in which the stores wrote them.
create temporary table :"session_table_old" as from :"session_table";
create temporary table :"events_table_old" as
select id, app_name, user_id, session_id, invocation_id, "timestamp", event_data from :"events_table";
drop table :"events_table";
drop table :"session_table";

create table :"session_table" (
  id          varchar primary key,
  app_name    varchar not null,
  user_id     varchar not null,
  :owner_id_column,
  state       json not null,
  create_time timestamptz not null default current_timestamp,
  update_time timestamptz not null default current_timestamp
);

insert into :"session_table" by name from :"session_table_old";
drop table :"session_table_old";

create index :"idx_session_table_app_user" on :"session_table" (app_name, user_id);
create index :"idx_session_table_update_time" on :"session_table" (update_time desc);
\if :owner_id_index
create index :"idx_session_table_owner" on :"session_table" (:"owner_id_column_name");
\endif

create table :"events_table" (
  id            varchar primary key,
  app_name      varchar not null,
  user_id       varchar not null,
  session_id    varchar not null,
  invocation_id varchar,
  "timestamp"   timestamptz not null default current_timestamp,
  event_data    json not null,
  foreign key (session_id) references :"session_table" (id)
);

insert into :"events_table" by name from :"events_table_old";
drop table :"events_table_old";

create index :"idx_events_table_session" on :"events_table" (session_id, "timestamp");
create index :"idx_events_table_app_timestamp" on :"events_table" (app_name, "timestamp");

-- name: migrate-0004-down
-- What was added to the old tables would be gone with them.
select error('not remade: ' || lost || ' would be lost')
from (
  select 'column ' || name || ' of ' || :'session_table' as lost
  from pragma_table_info(:'session_table')
  where name not in (
\if :owner_id_column
    :'owner_id_column_name',
\endif
    'id', 'app_name', 'user_id', 'state', 'create_time', 'update_time')
  union all
  select 'column ' || name || ' of ' || :'events_table'
  from pragma_table_info(:'events_table')
  where name not in (
    'id', 'app_name', 'user_id', 'session_id', 'invocation_id', 'timestamp', 'event_data')
  union all
  select 'index ' || index_name || ' of ' || table_name
  from duckdb_indexes()
  where schema_name || '.' || table_name in (
    :'session_table', current_schema() || '.' || :'session_table',
    :'events_table', current_schema() || '.' || :'events_table')
  and index_name not in (
\if :owner_id_index
    :'idx_session_table_owner',
\endif
    :'idx_session_table_app_user', :'idx_session_table_update_time',
    :'idx_events_table_session', :'idx_events_table_app_timestamp')
)
limit 1;

-- The columns come back filled from event_data; actions are empty ones.
create temporary table :"session_table_old" as from :"session_table";
create temporary table :"events_table_old" as
select id, app_name, user_id, session_id, invocation_id, "timestamp", event_data from :"events_table";
drop table :"events_table";
drop table :"session_table";

create table :"session_table" (
  id          varchar primary key,
  app_name    varchar not null,
  user_id     varchar not null,
  :owner_id_column,
  state       json not null,
  create_time timestamp not null default current_timestamp,
  update_time timestamp not null default current_timestamp
);

insert into :"session_table" by name from :"session_table_old";
drop table :"session_table_old";

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
  author                     varchar default '',
  actions                    blob
    default 'cgoogle.adk.events.event_actions\x0AEventActions\x0A(tR.'::blob,
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
  event_data                 json default '{}',
  foreign key (session_id) references :"session_table" (id)
);

insert into :"events_table" by name
select
  id, session_id, app_name, user_id, invocation_id, "timestamp", event_data,
  coalesce(event_data ->> 'author', '') as author,
  event_data ->> 'branch' as branch,
  event_data -> 'content' as content,
  event_data -> 'grounding_metadata' as grounding_metadata,
  event_data -> 'custom_metadata' as custom_metadata,
  event_data -> 'long_running_tool_ids' as long_running_tool_ids_json,
  (event_data ->> 'partial')::boolean as partial,
  (event_data ->> 'turn_complete')::boolean as turn_complete,
  (event_data ->> 'interrupted')::boolean as interrupted,
  event_data ->> 'error_code' as error_code,
  event_data ->> 'error_message' as error_message
from :"events_table_old";
drop table :"events_table_old";

create index :"idx_events_table_session" on :"events_table" (session_id, "timestamp");
create index :"idx_events_table_app_timestamp" on :"events_table" (app_name, "timestamp");
