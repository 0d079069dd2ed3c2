-- Description: Add what the second generation of ADK stores needs, and carry the events over
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Nothing is dropped; 0004 does that when the last old
-- program has gone. BigQuery has no triggers: an event that an old store writes after this has no event_data
-- until 0004 carries it over, too, and what a new store writes no old one reads. So let the old programs end
-- before the new ones begin. There is no 0003: SQLSpec has no memory on BigQuery.

-- name: migrate-0002-up
alter table :"events_table" add column event_data json;
alter table :"session_table" alter column state drop not null;

-- What is absent has no key. The ids of tools are a list or the text of one; actions has no key because it is
-- pickled, which SQL does not read. That times are compared is for tables which require a filter on
-- partitions.
update :"events_table" as e
set event_data = (
  select json_object(array_agg(key), array_agg(value))
  from unnest([
    struct('id' as key, to_json(e.id) as value),
    ('invocation_id', to_json(e.invocation_id)),
    ('author', to_json(e.author)),
    ('branch', to_json(e.branch)),
    ('timestamp', to_json(unix_micros(e.timestamp) / 1000000)),
    ('content', to_json(e.content)),
    ('grounding_metadata', to_json(e.grounding_metadata)),
    ('custom_metadata', to_json(e.custom_metadata)),
    ('long_running_tool_ids', if(
      json_type(e.long_running_tool_ids_json) = 'string',
      parse_json(json_value(e.long_running_tool_ids_json)), to_json(e.long_running_tool_ids_json))),
    ('partial', to_json(e.partial)),
    ('turn_complete', to_json(e.turn_complete)),
    ('interrupted', to_json(e.interrupted)),
    ('error_code', to_json(e.error_code)),
    ('error_message', to_json(e.error_message))
  ])
  where json_type(value) <> 'null'
)
where e.event_data is null and e.timestamp >= timestamp '0001-01-01';

create table :"app_state_table" (
  app_name    string    not null,
  state       json,
  update_time timestamp default current_timestamp() not null
)
cluster by app_name :app_state_table_options;

create table :"user_state_table" (
  app_name    string    not null,
  user_id     string    not null,
  state       json,
  update_time timestamp default current_timestamp() not null
)
cluster by app_name, user_id :user_state_table_options;

create table :"metadata_table" (
  key   string not null,
  value string not null
)
cluster by key;

-- Old stores keep what is the application's or the user's in each session, and a new one forgets it there at
-- the session's next event. Of several values the one in the session that was written last counts. A name
-- that is no plain word is in quotes among the keys.
insert into :"app_state_table" (app_name, state, update_time)
select app_name,
  json_object(
    array_agg(word order by update_time desc, id desc), array_agg(value order by update_time desc, id desc)),
  max(update_time)
from (
  select s.app_name, s.update_time, s.id, word, s.state[word] as value
  from :"session_table" as s cross join unnest(json_keys(s.state, 1)) as path
  cross join unnest([if(starts_with(path, '"'), json_value(parse_json(path)), path)]) as word
  where starts_with(word, 'app:') and s.create_time >= timestamp '0001-01-01'
)
group by app_name;

insert into :"user_state_table" (app_name, user_id, state, update_time)
select app_name, user_id,
  json_object(
    array_agg(word order by update_time desc, id desc), array_agg(value order by update_time desc, id desc)),
  max(update_time)
from (
  select s.app_name, s.user_id, s.update_time, s.id, word, s.state[word] as value
  from :"session_table" as s cross join unnest(json_keys(s.state, 1)) as path
  cross join unnest([if(starts_with(path, '"'), json_value(parse_json(path)), path)]) as word
  where starts_with(word, 'user:') and s.create_time >= timestamp '0001-01-01'
)
group by app_name, user_id;

-- name: migrate-0002-down
-- Tables of these names that have other columns are not the ones that go here.
select key, value from :"metadata_table" where 1 = 0;
select app_name, user_id, state, update_time from :"user_state_table" where 1 = 0;
select app_name, state, update_time from :"app_state_table" where 1 = 0;

-- Back into each session goes what is its application's or its user's. Of two values the one that was written last
-- counts.
update :"session_table" as s
set state = whole.state
from (
  select app_name, user_id, id,
    json_object(
      array_agg(word order by update_time desc, own), array_agg(value order by update_time desc, own)) as state
  from (
    select held.app_name, held.user_id, held.id, held.update_time, held.own, word, held.state[word] as value
    from (
      select app_name, user_id, id, state, update_time, true as own
      from :"session_table" where create_time >= timestamp '0001-01-01'
      union all
      select s.app_name, s.user_id, s.id, a.state, a.update_time, false
      from :"session_table" as s join :"app_state_table" as a on a.app_name = s.app_name
      where s.create_time >= timestamp '0001-01-01'
      union all
      select s.app_name, s.user_id, s.id, u.state, u.update_time, false
      from :"session_table" as s join :"user_state_table" as u on u.app_name = s.app_name and u.user_id = s.user_id
      where s.create_time >= timestamp '0001-01-01'
    ) as held cross join unnest(json_keys(held.state, 1)) as path
    cross join unnest([if(starts_with(path, '"'), json_value(parse_json(path)), path)]) as word
  )
  group by app_name, user_id, id
) as whole
where whole.app_name = s.app_name and whole.user_id = s.user_id and whole.id = s.id
  and s.create_time >= timestamp '0001-01-01';

-- A state that was left null would keep the column from being required again, so it stays as it is.
drop table :"metadata_table";
drop table :"user_state_table";
drop table :"app_state_table";
alter table :"events_table" drop column event_data;
