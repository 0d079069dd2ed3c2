-- Description: Add what the second generation of ADK stores needs, and carry the events over
-- foreign_keys: off
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Both generations work on the tables that this leaves:
-- triggers fill event_data for an event that an old store writes, and the old columns for one that a new store
-- writes. Nothing is dropped; 0004 does that when the last old program has gone. Needs SQLite 3.38.

-- name: migrate-0002-up
-- SQLite cannot relax a not null, so the table is made anew: https://sqlite.org/lang_altertable.html#otheralter
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

insert into :"events_table_new" (
  id, session_id, app_name, user_id, invocation_id, author, actions, long_running_tool_ids_json, branch, timestamp,
  content, grounding_metadata, custom_metadata, partial, turn_complete, interrupted, error_code, error_message)
select
  id, session_id, app_name, user_id, invocation_id, author, actions, long_running_tool_ids_json, branch, timestamp,
  content, grounding_metadata, custom_metadata, partial, turn_complete, interrupted, error_code, error_message
from :"events_table";

drop table :"events_table";
alter table :"events_table_new" rename to :"events_table";

create index :"idx_events_table_session" on :"events_table" (session_id, timestamp);
create index :"idx_events_table_invocation" on :"events_table" (invocation_id);
create index :"idx_events_table_timestamp" on :"events_table" (timestamp);
create index :"idx_events_table_app_timestamp" on :"events_table" (app_name, timestamp);

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

-- Every event goes through the trigger.
update :"events_table" set event_data = null;

create table :"app_state_table" (
  app_name    text primary key,
  state       text not null default '{}',
  update_time real not null
);

create table :"user_state_table" (
  app_name    text not null,
  user_id     text not null,
  state       text not null default '{}',
  update_time real not null,
  primary key (app_name, user_id)
);

create table :"metadata_table" (
  key   text primary key,
  value text not null
);

-- Old stores keep what is the application's or the user's in each session, and a new one forgets it there at
-- the session's next event. Of several values the one in the session that was written last counts.
insert into :"app_state_table" (app_name, state, update_time)
select app_name, json_group_object(key, json(value)), max(update_time)
from (
  select
    s.app_name, s.update_time, entry.key, s.state -> entry.fullkey as value,
    row_number() over (partition by s.app_name, entry.key order by s.update_time desc, s.id desc) as age
  from :"session_table" as s cross join json_each(s.state) as entry
  where entry.key like 'app:%'
)
where age = 1
group by app_name;

insert into :"user_state_table" (app_name, user_id, state, update_time)
select app_name, user_id, json_group_object(key, json(value)), max(update_time)
from (
  select
    s.app_name, s.user_id, s.update_time, entry.key, s.state -> entry.fullkey as value,
    row_number() over (partition by s.app_name, s.user_id, entry.key order by s.update_time desc, s.id desc) as age
  from :"session_table" as s cross join json_each(s.state) as entry
  where entry.key like 'user:%'
)
where age = 1
group by app_name, user_id;

-- name: migrate-0002-down
drop table :"metadata_table";
drop table :"user_state_table";
drop table :"app_state_table";

create table :"events_table_new" (
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

insert into :"events_table_new" (
  id, session_id, app_name, user_id, invocation_id, author, actions, long_running_tool_ids_json, branch, timestamp,
  content, grounding_metadata, custom_metadata, partial, turn_complete, interrupted, error_code, error_message)
select
  id, session_id, app_name, user_id, coalesce(invocation_id, ''), author, actions, long_running_tool_ids_json,
  branch, timestamp, content, grounding_metadata, custom_metadata, partial, turn_complete, interrupted, error_code,
  error_message
from :"events_table";

drop table :"events_table";
alter table :"events_table_new" rename to :"events_table";

create index :"idx_events_table_session" on :"events_table" (session_id, timestamp);
