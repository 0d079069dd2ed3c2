-- Description: Add what the second generation of ADK stores needs, and carry the events over
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Both generations work on the tables that this leaves: a
-- trigger fills event_data for an event that an old store writes, and the old columns for one that a new store
-- writes. Nothing is dropped; 0004 does that when the last old program has gone. Needs MySQL 8.0 or MariaDB 10.6.

-- name: migrate-0002-up
alter table :"events_table"
\if :enable_covering_indexes
  drop index :"idx_events_table_session",
  add index :"idx_events_table_session" (session_id, timestamp, invocation_id),
  add index :"idx_events_table_scope" (app_name, user_id, session_id, timestamp, invocation_id),
\else
  add index :"idx_events_table_scope" (app_name, user_id, session_id, timestamp),
\endif
  add index :"idx_events_table_app_timestamp" (app_name, timestamp),
  modify column author varchar(256),
  modify column actions blob,
  add column event_data json;

-- Of an old store's event, event_data; what is absent has no key, and actions has none because it is pickled, which
-- SQL does not read. Of a new store's event, the old columns: an old store unpickles actions whatever they are, and
-- these are empty ones, in protocol 0.
create trigger :events_table_schema:"events_table_carry" before insert on :"events_table" for each row
set
  new.event_data = coalesce(new.event_data, json_merge_preserve(
      json_object('id', new.id, 'invocation_id', new.invocation_id, 'timestamp', unix_timestamp(new.timestamp)),
      if(new.author is null, '{}', json_object('author', new.author)),
      if(new.branch is null, '{}', json_object('branch', new.branch)),
      if(new.error_code is null, '{}', json_object('error_code', new.error_code)),
      if(new.error_message is null, '{}', json_object('error_message', new.error_message)),
      if(new.content is null, '{}', json_object('content', json_extract(new.content, '$'))),
      if(new.grounding_metadata is null, '{}', json_object('grounding_metadata', json_extract(new.grounding_metadata, '$'))),
      if(new.custom_metadata is null, '{}', json_object('custom_metadata', json_extract(new.custom_metadata, '$'))),
      if(new.long_running_tool_ids_json is null, '{}', json_object('long_running_tool_ids', json_extract(new.long_running_tool_ids_json, '$'))),
      case new.partial when 1 then '{"partial": true}' when 0 then '{"partial": false}' else '{}' end,
      case new.turn_complete when 1 then '{"turn_complete": true}' when 0 then '{"turn_complete": false}' else '{}' end,
      case new.interrupted when 1 then '{"interrupted": true}' when 0 then '{"interrupted": false}' else '{}' end)),
  new.actions = coalesce(new.actions, concat('cgoogle.adk.events.event_actions', char(10), 'EventActions', char(10), '(tR.')),
  new.author = coalesce(new.author, left(json_unquote(json_extract(new.event_data, '$.author')), 256), ''),
  new.branch = coalesce(new.branch, left(json_unquote(json_extract(new.event_data, '$.branch')), 256)),
  new.error_code = coalesce(new.error_code, left(json_unquote(json_extract(new.event_data, '$.error_code')), 256)),
  new.error_message = coalesce(new.error_message, left(json_unquote(json_extract(new.event_data, '$.error_message')), 1024)),
  new.content = coalesce(new.content, json_extract(new.event_data, '$.content')),
  new.grounding_metadata = coalesce(new.grounding_metadata, json_extract(new.event_data, '$.grounding_metadata')),
  new.custom_metadata = coalesce(new.custom_metadata, json_extract(new.event_data, '$.custom_metadata')),
  new.long_running_tool_ids_json = coalesce(new.long_running_tool_ids_json, json_extract(new.event_data, '$.long_running_tool_ids')),
  new.partial = coalesce(new.partial, json_unquote(json_extract(new.event_data, '$.partial')) = 'true'),
  new.turn_complete = coalesce(new.turn_complete, json_unquote(json_extract(new.event_data, '$.turn_complete')) = 'true'),
  new.interrupted = coalesce(new.interrupted, json_unquote(json_extract(new.event_data, '$.interrupted')) = 'true');

-- The same for the events that are there.
update :"events_table"
set event_data = json_merge_preserve(
    json_object('id', id, 'invocation_id', invocation_id, 'timestamp', unix_timestamp(timestamp)),
    if(author is null, '{}', json_object('author', author)),
    if(branch is null, '{}', json_object('branch', branch)),
    if(error_code is null, '{}', json_object('error_code', error_code)),
    if(error_message is null, '{}', json_object('error_message', error_message)),
    if(content is null, '{}', json_object('content', json_extract(content, '$'))),
    if(grounding_metadata is null, '{}', json_object('grounding_metadata', json_extract(grounding_metadata, '$'))),
    if(custom_metadata is null, '{}', json_object('custom_metadata', json_extract(custom_metadata, '$'))),
    if(long_running_tool_ids_json is null, '{}', json_object('long_running_tool_ids', json_extract(long_running_tool_ids_json, '$'))),
    case partial when 1 then '{"partial": true}' when 0 then '{"partial": false}' else '{}' end,
    case turn_complete when 1 then '{"turn_complete": true}' when 0 then '{"turn_complete": false}' else '{}' end,
    case interrupted when 1 then '{"interrupted": true}' when 0 then '{"interrupted": false}' else '{}' end)
where event_data is null;

\if :enable_event_generated_columns
alter table :"events_table"
  add column author_gc varchar(256)
    generated always as (json_unquote(json_extract(event_data, '$.author'))) stored,
  add column node_path_gc varchar(512)
    generated always as (json_unquote(json_extract(event_data, '$.node_info.path'))) stored,
  add index :"idx_events_table_author_gc" (session_id, author_gc, timestamp),
  add index :"idx_events_table_node_path_gc" (session_id, node_path_gc, timestamp);

\endif
create table :"app_state_table" (
  app_name    varchar(128) primary key,
  state       json         not null,
  update_time timestamp(6) not null default current_timestamp(6) on update current_timestamp(6)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci :app_state_table_options;

create table :"user_state_table" (
  app_name    varchar(128) not null,
  user_id     varchar(128) not null,
  state       json         not null,
  update_time timestamp(6) not null default current_timestamp(6) on update current_timestamp(6),
  primary key (app_name, user_id)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci :user_state_table_options;

create table :"metadata_table" (
  `key` varchar(128) primary key,
  value varchar(512) not null
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

-- Old stores keep what is the application's or the user's in each session, and a new one forgets it there at
-- the session's next event. Of several values the one in the session that was written last counts. Names and values
-- are found by their place, for MariaDB does not find a name by its path that is written with '\u'; and are compared
-- as bytes, for most collations take some letters for others.
insert into :"app_state_table" (app_name, state, update_time)
select app_name, json_objectagg(name, json_extract(value, '$')), max(update_time)
from (
  select
    s.app_name, s.update_time, word.name, item.value,
    row_number() over (
      partition by s.app_name, cast(word.name as binary) order by s.update_time desc, s.id desc) as age
  from :"session_table" as s
  join json_table(json_keys(s.state), '$[*]' columns (place for ordinality, name longtext path '$')) as word
  join json_table(s.state, '$.*' columns (place for ordinality, value json path '$')) as item
    on item.place = word.place
  where cast(word.name as binary) like 'app:%'
) as newest
where age = 1
group by app_name;

insert into :"user_state_table" (app_name, user_id, state, update_time)
select app_name, user_id, json_objectagg(name, json_extract(value, '$')), max(update_time)
from (
  select
    s.app_name, s.user_id, s.update_time, word.name, item.value,
    row_number() over (
      partition by s.app_name, s.user_id, cast(word.name as binary) order by s.update_time desc, s.id desc) as age
  from :"session_table" as s
  join json_table(json_keys(s.state), '$[*]' columns (place for ordinality, name longtext path '$')) as word
  join json_table(s.state, '$.*' columns (place for ordinality, value json path '$')) as item
    on item.place = word.place
  where cast(word.name as binary) like 'user:%'
) as newest
where age = 1
group by app_name, user_id;

-- name: migrate-0002-down
-- Tables of these names that have other columns are not the ones that go here.
select `key`, value from :"metadata_table" where 1 = 0;
select app_name, user_id, state, update_time from :"user_state_table" where 1 = 0;
select app_name, state, update_time from :"app_state_table" where 1 = 0;

-- Back into each session goes what is its application's or its user's. Of two values the one that was written last
-- counts.
update :"session_table" as s
join (
  select id, json_objectagg(name, json_extract(value, '$')) as state
  from (
    select
      held.id, word.name, item.value,
      row_number() over (
        partition by held.id, cast(word.name as binary) order by held.update_time desc, held.own) as age
    from (
      select id, state, update_time, true as own from :"session_table"
      union all
      select s.id, a.state, a.update_time, false
      from :"session_table" as s join :"app_state_table" as a on a.app_name = s.app_name
      union all
      select s.id, u.state, u.update_time, false
      from :"session_table" as s join :"user_state_table" as u on u.app_name = s.app_name and u.user_id = s.user_id
    ) as held
    join json_table(json_keys(held.state), '$[*]' columns (place for ordinality, name longtext path '$')) as word
    join json_table(held.state, '$.*' columns (place for ordinality, value json path '$')) as item
      on item.place = word.place
  ) as newest
  where age = 1
  group by id
) as whole on whole.id = s.id
set s.state = whole.state, s.update_time = s.update_time
where s.app_name in (select app_name from :"app_state_table")
  or (s.app_name, s.user_id) in (select app_name, user_id from :"user_state_table");

drop table :"metadata_table";
drop table :"user_state_table";
drop table :"app_state_table";

drop trigger :events_table_schema:"events_table_carry";

alter table :"events_table"
\if :enable_event_generated_columns
  drop index :"idx_events_table_author_gc",
  drop index :"idx_events_table_node_path_gc",
  drop column author_gc,
  drop column node_path_gc,
\endif
\if :enable_covering_indexes
  drop index :"idx_events_table_session",
  add index :"idx_events_table_session" (session_id, timestamp),
\endif
  drop index :"idx_events_table_scope",
  drop index :"idx_events_table_app_timestamp",
  modify column author varchar(256) not null,
  modify column actions blob not null,
  drop column event_data;
