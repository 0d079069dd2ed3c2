-- Description: Add what the second generation of ADK stores needs, and carry the events over
-- foreign_keys: off
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Both generations work on the tables that this leaves:
-- triggers fill event_data for an event that an old store writes, and the old columns for one that a new store
-- writes. Nothing is dropped; 0004 does that when the last old program has gone. Needs SQLite 3.38.

-- name: migrate-0002-up
-- The events refer to the sessions by this name.
select id from :"session_table" where 1 = 0;

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
    where origin <> 'pk' and name <> :'idx_events_table_session'),
  (select count(*) from sqlite_schema where type = 'trigger' and tbl_name = :'events_table');
drop table refuse;

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
create temporary view entries as
select
  s.id, s.app_name, s.user_id, s.update_time, entry.key,
  -- SQLite 3.40 does not find a name with a quote in it by the path that it tells itself.
  coalesce(s.state -> entry.fullkey, case entry.type
    when 'true' then 'true'
    when 'false' then 'false'
    when 'null' then 'null'
    when 'object' then entry.value
    when 'array' then entry.value
    else json_quote(entry.value)
  end) as value
from :"session_table" as s cross join json_each(s.state) as entry;

insert into :"app_state_table" (app_name, state, update_time)
select app_name, json_group_object(key, json(value)), max(update_time)
from (
  select
    app_name, update_time, key, value,
    row_number() over (partition by app_name, key order by update_time desc, id desc) as age
  from entries
  where key glob 'app:*'
)
where age = 1
group by app_name;

insert into :"user_state_table" (app_name, user_id, state, update_time)
select app_name, user_id, json_group_object(key, json(value)), max(update_time)
from (
  select
    app_name, user_id, update_time, key, value,
    row_number() over (partition by app_name, user_id, key order by update_time desc, id desc) as age
  from entries
  where key glob 'user:*'
)
where age = 1
group by app_name, user_id;

drop view entries;

-- name: migrate-0002-down
-- The events refer to the sessions by this name.
select id from :"session_table" where 1 = 0;

-- Tables of these names that have other columns are not the ones that go here.
select key, value from :"metadata_table" where 1 = 0;
select app_name, user_id, state, update_time from :"user_state_table" where 1 = 0;
select app_name, state, update_time from :"app_state_table" where 1 = 0;

-- Back into each session goes what is its application's or its user's. Of two values the one that was written last
-- counts.
create temporary view entries as
select
  held.id, held.update_time, held.own, entry.key,
  coalesce(held.state -> entry.fullkey, case entry.type
    when 'true' then 'true'
    when 'false' then 'false'
    when 'null' then 'null'
    when 'object' then entry.value
    when 'array' then entry.value
    else json_quote(entry.value)
  end) as value
from (
  select id, state, update_time, true as own from :"session_table"
  union all
  select s.id, a.state, a.update_time, false
  from :"session_table" as s join :"app_state_table" as a on a.app_name = s.app_name
  union all
  select s.id, u.state, u.update_time, false
  from :"session_table" as s join :"user_state_table" as u on u.app_name = s.app_name and u.user_id = s.user_id
) as held
cross join json_each(held.state) as entry;

update :"session_table" as s
set state = (
  select json_group_object(key, json(value))
  from (
    select key, value, row_number() over (partition by key order by update_time desc, own) as age
    from entries where id = s.id
  )
  where age = 1
)
where app_name in (select app_name from :"app_state_table")
  or (app_name, user_id) in (select app_name, user_id from :"user_state_table");

drop view entries;
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

-- What is added to the events would be gone with the old table. The name of a constraint is what a refusal says.
create temporary table refuse (
  columns  integer constraint "not remade: a column of events would be lost" check (columns = 0),
  indexes  integer constraint "not remade: an index of events would be lost" check (indexes = 0),
  triggers integer constraint "not remade: a trigger of events would be lost" check (triggers = 0)
);
insert into refuse
select
  (select count(*) from pragma_table_xinfo(:'events_table')
    where name not in (select name from pragma_table_xinfo(:'events_table_new')) and name <> 'event_data'),
  (select count(*) from pragma_index_list(:'events_table')
    where origin <> 'pk'
      and name not in (
        :'idx_events_table_session', :'idx_events_table_invocation', :'idx_events_table_timestamp',
        :'idx_events_table_app_timestamp')),
  (select count(*) from sqlite_schema
    where type = 'trigger' and tbl_name = :'events_table'
      and name not in (:'events_table_carry', :'events_table_carry_update', :'events_table_spread'));
drop table refuse;

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
