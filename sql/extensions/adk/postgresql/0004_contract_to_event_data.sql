-- Description: Remove the columns of the first generation of ADK stores
-- when: contract
--
-- For when the last program with an old store has gone. What is pickled in actions goes with its column. After
-- this the tables are those of SQLSpec 0.69, but for the place of session_id among the columns.

-- name: migrate-0004-up
-- No old store writes an event between this and the end.
lock table :"events_table" in access exclusive mode;

create function :events_table_schema:"events_table_refuse"(reason text) returns void language plpgsql as $$
begin
  raise exception '%', reason;
end
$$;
select :events_table_schema:"events_table_refuse"(format(
  'not carried over: event_data is null in %s events of %s, the first of them %s',
  count(*), :'events_table', min(id)))
from :"events_table" where event_data is null
having count(*) > 0;
drop function :events_table_schema:"events_table_refuse"(text);

drop trigger :"events_table_carry" on :"events_table";
drop function :events_table_schema:"events_table_carry"();

alter table :"events_table"
  alter column event_data set not null,
  drop column author,
  drop column actions,
  drop column long_running_tool_ids_json,
  drop column branch,
  drop column content,
  drop column grounding_metadata,
  drop column custom_metadata,
  drop column partial,
  drop column turn_complete,
  drop column interrupted,
  drop column error_code,
  drop column error_message;

-- name: migrate-0004-down
-- The columns come back at the end of the table, filled from event_data; actions are empty ones.
alter table :"events_table"
  alter column event_data drop not null,
  add column author                     varchar(256),
  add column actions                    bytea,
  add column long_running_tool_ids_json jsonb,
  add column branch                     varchar(256),
  add column content                    jsonb,
  add column grounding_metadata         jsonb,
  add column custom_metadata            jsonb,
  add column partial                    boolean,
  add column turn_complete              boolean,
  add column interrupted                boolean,
  add column error_code                 varchar(256),
  add column error_message              varchar(1024);

-- As in 0002.
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
update :"events_table" set event_data = event_data;
