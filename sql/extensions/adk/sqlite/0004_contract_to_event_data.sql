-- Description: Remove the columns of the first generation of ADK stores
-- when: contract
-- foreign_keys: off
--
-- For when the last program with an old store has gone. What is pickled in actions goes with its column. After
-- this the tables are those of SQLSpec 0.69.

-- name: migrate-0004-up
-- The events refer to the sessions by this name.
select id from :"session_table" where 1 = 0;

create table :"events_table_new" (
  id            text primary key,
  app_name      text not null,
  user_id       text not null,
  session_id    text not null,
  invocation_id text,
  timestamp     real not null,
  event_data    text not null,
  foreign key (session_id) references :"session_table" (id) on delete cascade
);

-- What is added to the events would be gone with the old table. The name of a constraint is what a refusal says.
create temporary table refuse (
  events   integer constraint "not carried over: event_data is null in some events" check (events = 0),
  columns  integer constraint "not remade: a column of events would be lost" check (columns = 0),
  indexes  integer constraint "not remade: an index of events would be lost" check (indexes = 0),
  triggers integer constraint "not remade: a trigger of events would be lost" check (triggers = 0)
);
insert into refuse
select
  (select count(*) from :"events_table" where event_data is null),
  (select count(*) from pragma_table_xinfo(:'events_table')
    where name not in (select name from pragma_table_xinfo(:'events_table_new'))
      and name not in (
        'author', 'actions', 'long_running_tool_ids_json', 'branch', 'content', 'grounding_metadata',
        'custom_metadata', 'partial', 'turn_complete', 'interrupted', 'error_code', 'error_message')),
  (select count(*) from pragma_index_list(:'events_table')
    where origin <> 'pk'
      and name not in (
        :'idx_events_table_session', :'idx_events_table_invocation', :'idx_events_table_timestamp',
        :'idx_events_table_app_timestamp')),
  (select count(*) from sqlite_schema
    where type = 'trigger' and tbl_name = :'events_table'
      and name not in (:'events_table_carry', :'events_table_carry_update', :'events_table_spread'));
drop table refuse;

insert into :"events_table_new" (id, app_name, user_id, session_id, invocation_id, timestamp, event_data)
select id, app_name, user_id, session_id, invocation_id, timestamp, event_data from :"events_table";

drop table :"events_table";
alter table :"events_table_new" rename to :"events_table";

create index :"idx_events_table_session" on :"events_table" (app_name, user_id, session_id, timestamp);
create index :"idx_events_table_invocation" on :"events_table" (invocation_id);
create index :"idx_events_table_timestamp" on :"events_table" (timestamp);
create index :"idx_events_table_app_timestamp" on :"events_table" (app_name, timestamp);

-- name: migrate-0004-down
-- The events refer to the sessions by this name.
select id from :"session_table" where 1 = 0;

-- The columns come back filled from event_data; actions are empty ones.
create table :"events_table_new" (
  id                         text primary key,
  session_id                 text not null,
  app_name                   text not null,
  user_id                    text not null,
  invocation_id              text,
  author                     text,
  actions                    blob,
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
  event_data                 text,
  foreign key (session_id) references :"session_table" (id) on delete cascade
);

-- What is added to the events would be gone with the old table. The name of a constraint is what a refusal says.
create temporary table refuse (
  columns  integer constraint "not remade: a column of events would be lost" check (columns = 0),
  indexes  integer constraint "not remade: an index of events would be lost" check (indexes = 0),
  triggers integer constraint "not remade: a trigger of events would be lost" check (triggers = 0)
);
insert into refuse
select
  (select count(*) from pragma_table_xinfo(:'events_table')
    where name not in (select name from pragma_table_xinfo(:'events_table_new'))),
  (select count(*) from pragma_index_list(:'events_table')
    where origin <> 'pk'
      and name not in (
        :'idx_events_table_session', :'idx_events_table_invocation', :'idx_events_table_timestamp',
        :'idx_events_table_app_timestamp')),
  (select count(*) from sqlite_schema where type = 'trigger' and tbl_name = :'events_table');
drop table refuse;

insert into :"events_table_new" (
  id, session_id, app_name, user_id, invocation_id, author, actions, long_running_tool_ids_json, branch, timestamp,
  content, grounding_metadata, custom_metadata, partial, turn_complete, interrupted, error_code, error_message,
  event_data)
select
  id, session_id, app_name, user_id, invocation_id,
  coalesce(event_data ->> 'author', ''),
  cast('cgoogle.adk.events.event_actions' || char(10) || 'EventActions' || char(10) || '(tR.' as blob),
  event_data -> 'long_running_tool_ids',
  event_data ->> 'branch',
  timestamp,
  event_data -> 'content',
  event_data -> 'grounding_metadata',
  event_data -> 'custom_metadata',
  event_data ->> 'partial',
  event_data ->> 'turn_complete',
  event_data ->> 'interrupted',
  event_data ->> 'error_code',
  event_data ->> 'error_message',
  event_data
from :"events_table";

drop table :"events_table";
alter table :"events_table_new" rename to :"events_table";

create index :"idx_events_table_session" on :"events_table" (session_id, timestamp);
create index :"idx_events_table_invocation" on :"events_table" (invocation_id);
create index :"idx_events_table_timestamp" on :"events_table" (timestamp);
create index :"idx_events_table_app_timestamp" on :"events_table" (app_name, timestamp);

-- As in 0002.
-- An event is of an old store when it has no event_data.
create trigger :"events_table_carry" after insert on :"events_table" when new.event_data is null
begin
  update :"events_table" set event_data = null where rowid = new.rowid;
end;

-- What is absent has no key; actions has none because it is pickled, which SQL does not read. The time is written
-- as text, for SQLite would cut it to 15 digits.
create trigger :"events_table_carry_update" after update of event_data on :"events_table"
when new.event_data is null
begin
  update :"events_table"
  set event_data = json_remove(
    json_object(
      'id', id,
      'invocation_id', invocation_id,
      'author', author,
      'branch', branch,
      'timestamp', json(printf('%!.6f', (timestamp - 2440587.5) * 86400.0)),
      'content', json(content),
      'grounding_metadata', json(grounding_metadata),
      'custom_metadata', json(custom_metadata),
      'long_running_tool_ids', json(long_running_tool_ids_json),
      'partial', json(iif(partial, 'true', 'false')),
      'turn_complete', json(iif(turn_complete, 'true', 'false')),
      'interrupted', json(iif(interrupted, 'true', 'false')),
      'error_code', error_code,
      'error_message', error_message),
    iif(invocation_id is null, '$.invocation_id', '$.-'),
    iif(author is null, '$.author', '$.-'),
    iif(branch is null, '$.branch', '$.-'),
    iif(content is null, '$.content', '$.-'),
    iif(grounding_metadata is null, '$.grounding_metadata', '$.-'),
    iif(custom_metadata is null, '$.custom_metadata', '$.-'),
    iif(long_running_tool_ids_json is null, '$.long_running_tool_ids', '$.-'),
    iif(partial is null, '$.partial', '$.-'),
    iif(turn_complete is null, '$.turn_complete', '$.-'),
    iif(interrupted is null, '$.interrupted', '$.-'),
    iif(error_code is null, '$.error_code', '$.-'),
    iif(error_message is null, '$.error_message', '$.-'))
  where rowid = new.rowid;
end;

-- An event of a new store. An old one unpickles actions whatever they are: these are empty ones, in protocol 0.
create trigger :"events_table_spread" after insert on :"events_table"
when new.event_data is not null and new.actions is null
begin
  update :"events_table"
  set
    actions = cast(
      'cgoogle.adk.events.event_actions' || char(10) || 'EventActions' || char(10) || '(tR.' as blob),
    author = coalesce(event_data ->> 'author', ''),
    branch = event_data ->> 'branch',
    content = event_data -> 'content',
    grounding_metadata = event_data -> 'grounding_metadata',
    custom_metadata = event_data -> 'custom_metadata',
    long_running_tool_ids_json = event_data -> 'long_running_tool_ids',
    partial = event_data ->> 'partial',
    turn_complete = event_data ->> 'turn_complete',
    interrupted = event_data ->> 'interrupted',
    error_code = event_data ->> 'error_code',
    error_message = event_data ->> 'error_message'
  where rowid = new.rowid;
end;
