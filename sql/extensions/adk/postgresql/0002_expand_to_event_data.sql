-- Description: Add what the second generation of ADK stores needs, and carry the events over
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Both generations work on the tables that this leaves:
-- a trigger fills event_data for an event that an old store writes, and the old columns for one that a new
-- store writes. Nothing is dropped; 0004 does that when the last old program has gone.

-- name: migrate-0002-up
alter table :"events_table"
\if :enable_event_generated_columns
  add column event_data   jsonb,
  add column author_gc    varchar(256) generated always as (event_data ->> 'author') stored,
  add column node_path_gc text         generated always as (event_data -> 'node_info' ->> 'path') stored;
\else
  add column event_data jsonb;
\endif

create function :events_table_schema:"events_table_carry"() returns trigger language plpgsql as $$
declare
  long_running jsonb;
begin
  if new.event_data is null then
    -- Of an old store, whose drivers write the ids of tools as a list or as the text of one. What is absent
    -- has no key; actions has none because it is pickled, which SQL does not read.
    long_running := new.long_running_tool_ids_json;
    if jsonb_typeof(long_running) = 'string' then
      long_running := (long_running #>> '{}')::jsonb;
    end if;
    select jsonb_object_agg(key, value) into new.event_data
    from jsonb_each(jsonb_build_object(
      'id', new.id,
      'invocation_id', new.invocation_id,
      'author', new.author,
      'branch', new.branch,
      'timestamp', extract(epoch from new.timestamp)::float8,
      'content', new.content,
      'grounding_metadata', new.grounding_metadata,
      'custom_metadata', new.custom_metadata,
      'long_running_tool_ids', long_running,
      'partial', new.partial,
      'turn_complete', new.turn_complete,
      'interrupted', new.interrupted,
      'error_code', new.error_code,
      'error_message', new.error_message))
    where value <> 'null';
  elsif new.actions is null then
    -- Of a new store. An old one unpickles actions whatever they are: these are empty ones, in protocol 0.
    new.actions := 'cgoogle.adk.events.event_actions\012EventActions\012(tR.'::bytea;
    new.author := left(new.event_data ->> 'author', 256);
    new.branch := left(new.event_data ->> 'branch', 256);
    new.content := new.event_data -> 'content';
    new.grounding_metadata := new.event_data -> 'grounding_metadata';
    new.custom_metadata := new.event_data -> 'custom_metadata';
    new.long_running_tool_ids_json := to_jsonb(new.event_data ->> 'long_running_tool_ids');
    new.partial := new.event_data ->> 'partial';
    new.turn_complete := new.event_data ->> 'turn_complete';
    new.interrupted := new.event_data ->> 'interrupted';
    new.error_code := left(new.event_data ->> 'error_code', 256);
    new.error_message := left(new.event_data ->> 'error_message', 1024);
  end if;
  return new;
end
$$;

create trigger :"events_table_carry" before insert or update of event_data on :"events_table"
  for each row execute function :events_table_schema:"events_table_carry"();

-- Every event goes through the trigger.
update :"events_table" set event_data = null;

create index :"idx_events_table_app_timestamp" on :"events_table" (app_name, timestamp);
\if :enable_event_generated_columns
create index :"idx_events_table_author_gc" on :"events_table" (session_id, author_gc, timestamp);
create index :"idx_events_table_node_path_gc" on :"events_table" (session_id, node_path_gc, timestamp);
\endif
\if :enable_covering_indexes
drop index :events_table_schema:"idx_events_table_session";
create index :"idx_events_table_session" on :"events_table" (session_id, timestamp) include (invocation_id);
\endif

alter table :"events_table" set (fillfactor = :fillfactor);
\if :autovacuum_vacuum_scale_factor
alter table :"events_table" set (autovacuum_vacuum_scale_factor = :autovacuum_vacuum_scale_factor);
\endif
\if :autovacuum_analyze_scale_factor
alter table :"events_table" set (autovacuum_analyze_scale_factor = :autovacuum_analyze_scale_factor);
\endif

create table :"app_state_table" (
  app_name    varchar(128) primary key,
  state       jsonb        not null default '{}'::jsonb,
  update_time timestamptz  not null default current_timestamp
) with (fillfactor = :fillfactor);

create table :"user_state_table" (
  app_name    varchar(128) not null,
  user_id     varchar(128) not null,
  state       jsonb        not null default '{}'::jsonb,
  update_time timestamptz  not null default current_timestamp,
  primary key (app_name, user_id)
) with (fillfactor = :fillfactor);

create table :"metadata_table" (
  key   varchar(128) primary key,
  value varchar(512) not null
);

-- Old stores keep what is the application's or the user's in each session, and a new one forgets it there at
-- the session's next event. Of several values the one in the session that was written last counts.
insert into :"app_state_table" (app_name, state, update_time)
select s.app_name, jsonb_object_agg(entry.key, entry.value order by s.update_time, s.id), max(s.update_time)
from :"session_table" as s cross join jsonb_each(s.state) as entry
where entry.key like 'app:%'
group by s.app_name;

insert into :"user_state_table" (app_name, user_id, state, update_time)
select
  s.app_name, s.user_id,
  jsonb_object_agg(entry.key, entry.value order by s.update_time, s.id), max(s.update_time)
from :"session_table" as s cross join jsonb_each(s.state) as entry
where entry.key like 'user:%'
group by s.app_name, s.user_id;

-- name: migrate-0002-down
-- Tables of these names that have other columns are not the ones that go here.
select key, value from :"metadata_table" where 1 = 0;
select app_name, user_id, state, update_time from :"user_state_table" where 1 = 0;
select app_name, state, update_time from :"app_state_table" where 1 = 0;

-- Back into each session goes what is its application's or its user's. Of two values the one that was written last
-- counts.
update :"session_table" as s
set state = case when s.update_time > a.update_time then a.state || s.state else s.state || a.state end
from :"app_state_table" as a
where a.app_name = s.app_name;

update :"session_table" as s
set state = case when s.update_time > u.update_time then u.state || s.state else s.state || u.state end
from :"user_state_table" as u
where u.app_name = s.app_name and u.user_id = s.user_id;

drop table :"metadata_table";
drop table :"user_state_table";
drop table :"app_state_table";

\if :autovacuum_analyze_scale_factor
alter table :"events_table" reset (autovacuum_analyze_scale_factor);
\endif
\if :autovacuum_vacuum_scale_factor
alter table :"events_table" reset (autovacuum_vacuum_scale_factor);
\endif
alter table :"events_table" reset (fillfactor);

\if :enable_covering_indexes
drop index :events_table_schema:"idx_events_table_session";
create index :"idx_events_table_session" on :"events_table" (session_id, timestamp);
\endif
drop index :events_table_schema:"idx_events_table_app_timestamp";
drop trigger :"events_table_carry" on :"events_table";
drop function :events_table_schema:"events_table_carry"();
\if :enable_event_generated_columns
-- Their indexes go with them.
alter table :"events_table" drop column author_gc, drop column node_path_gc;
\endif
alter table :"events_table" drop column event_data;
