-- Description: Add what the second generation of ADK stores needs, and carry the events over
--
-- SQLSpec 0.51 to 0.69 keep an event as one JSON value. Both generations work on the tables that this leaves:
-- a trigger fills event_data for an event that an old store writes, and the old columns for one that a new
-- store writes. Nothing is dropped; 0004 does that when the last old program has gone. JSON as long as an
-- event can be is made by Oracle 18 and newer.

-- name: migrate-0002-up
\if :json_storage_json
alter table :"events_table" add (event_data json);
\elif :json_storage_blob_json
alter table :"events_table" add (event_data blob check (event_data is json));
\else
alter table :"events_table" add (event_data blob);
\endif

create trigger :events_table_schema:"events_table_carry" before insert or update on :"events_table"
for each row
begin
  if :new.event_data is null then
    -- Of an old store. What is absent has no key; actions is pickled, which SQL does not read.
    select json_object(
      'id' value :new.id,
      'invocation_id' value :new.invocation_id,
      'author' value :new.author,
      'branch' value :new.branch,
      'timestamp' value
        round((cast(sys_extract_utc(:new.timestamp) as date) - date '1970-01-01') * 86400)
          + to_number(to_char(:new.timestamp, 'FF6')) / 1000000,
      'partial' value case :new.partial when 1 then 'true' when 0 then 'false' end format json,
      'turn_complete' value case :new.turn_complete when 1 then 'true' when 0 then 'false' end format json,
      'interrupted' value case :new.interrupted when 1 then 'true' when 0 then 'false' end format json,
      'error_code' value :new.error_code,
      'error_message' value :new.error_message,
\if :json_storage_json
      'content' value :new.content,
      'grounding_metadata' value :new.grounding_metadata,
      'custom_metadata' value :new.custom_metadata,
      'long_running_tool_ids' value :new.long_running_tool_ids_json
      absent on null returning json)
\else
      'content' value :new.content format json,
      'grounding_metadata' value :new.grounding_metadata format json,
      'custom_metadata' value :new.custom_metadata format json,
      'long_running_tool_ids' value :new.long_running_tool_ids_json format json
      absent on null returning blob)
\endif
    into :new.event_data from dual;
  elsif :new.actions is null then
    -- Of a new store. An old one unpickles actions whatever they are: these are empty ones, in protocol 0.
    :new.actions := to_blob(utl_raw.cast_to_raw(
      'cgoogle.adk.events.event_actions' || chr(10) || 'EventActions' || chr(10) || '(tR.'));
    select substr(json_value(:new.event_data, '$.author'), 1, 256),
      substr(json_value(:new.event_data, '$.branch'), 1, 256),
      substr(json_value(:new.event_data, '$.error_code'), 1, 256),
      substr(json_value(:new.event_data, '$.error_message'), 1, 1024),
\if :json_storage_json
      json_query(:new.event_data, '$.content' returning json),
      json_query(:new.event_data, '$.grounding_metadata' returning json),
      json_query(:new.event_data, '$.custom_metadata' returning json),
      json_query(:new.event_data, '$.long_running_tool_ids' returning json),
\else
      json_query(:new.event_data, '$.content' returning blob),
      json_query(:new.event_data, '$.grounding_metadata' returning blob),
      json_query(:new.event_data, '$.custom_metadata' returning blob),
      json_query(:new.event_data, '$.long_running_tool_ids' returning blob),
\endif
      case json_value(:new.event_data, '$.partial') when 'true' then 1 when 'false' then 0 end,
      case json_value(:new.event_data, '$.turn_complete') when 'true' then 1 when 'false' then 0 end,
      case json_value(:new.event_data, '$.interrupted') when 'true' then 1 when 'false' then 0 end
    into :new.author, :new.branch, :new.error_code, :new.error_message,
      :new.content, :new.grounding_metadata, :new.custom_metadata, :new.long_running_tool_ids_json,
      :new.partial, :new.turn_complete, :new.interrupted
    from dual;
  end if;
end;
/

-- Every event goes through the trigger.
update :"events_table" set invocation_id = invocation_id;

create index :events_table_schema:"idx_events_table_invocation" on :"events_table" (invocation_id);
create index :events_table_schema:"idx_events_table_timestamp" on :"events_table" (timestamp);
create index :events_table_schema:"idx_events_table_app_timestamp" on :"events_table" (app_name, timestamp);

create table :"app_state_table" (
  app_name    varchar2(128)            primary key,
\if :json_storage_json
  state       json                     not null,
\elif :json_storage_blob_json
  state       blob                     check (state is json) not null,
\else
  state       blob                     not null,
\endif
  update_time timestamp with time zone default systimestamp not null
) :app_state_table_options;

create table :"user_state_table" (
  app_name    varchar2(128)            not null,
  user_id     varchar2(128)            not null,
\if :json_storage_json
  state       json                     not null,
\elif :json_storage_blob_json
  state       blob                     check (state is json) not null,
\else
  state       blob                     not null,
\endif
  update_time timestamp with time zone default systimestamp not null,
  primary key (app_name, user_id)
) :user_state_table_options;

create table :"metadata_table" (
  key   varchar2(128) primary key,
  value varchar2(512) not null
);

-- Old stores keep what is the application's or the user's in each session, and a new one forgets it there at
-- the session's next event. Of several values the one in the session that was written last counts.
declare
  function kept(app varchar2, person varchar2, scope varchar2) return json_object_t is
    state json_object_t;
    words json_key_list;
    found json_object_t := json_object_t();
  begin
    for s in (
      select state from :"session_table"
      where app_name = app and (person is null or user_id = person)
      order by update_time, id
    ) loop
      state := json_object_t(s.state);
      words := state.get_keys;
      if words is not null then
        for i in 1 .. words.count loop
          if words(i) like scope || '%' then
            found.put(words(i), state.get(words(i)));
          end if;
        end loop;
      end if;
    end loop;
    return found;
  end;
begin
  for a in (select app_name, max(update_time) as update_time from :"session_table" group by app_name) loop
    declare
      found json_object_t := kept(a.app_name, null, 'app:');
    begin
      if found.get_size > 0 then
        insert into :"app_state_table" (app_name, state, update_time)
\if :json_storage_json
        values (a.app_name, json(found.to_clob), a.update_time);
\else
        values (a.app_name, found.to_blob, a.update_time);
\endif
      end if;
    end;
  end loop;
  for u in (
    select app_name, user_id, max(update_time) as update_time from :"session_table" group by app_name, user_id
  ) loop
    declare
      found json_object_t := kept(u.app_name, u.user_id, 'user:');
    begin
      if found.get_size > 0 then
        insert into :"user_state_table" (app_name, user_id, state, update_time)
\if :json_storage_json
        values (u.app_name, u.user_id, json(found.to_clob), u.update_time);
\else
        values (u.app_name, u.user_id, found.to_blob, u.update_time);
\endif
      end if;
    end;
  end loop;
end;
/

-- name: migrate-0002-down
-- Tables of these names that have other columns are not the ones that go here.
select key, value from :"metadata_table" where 1 = 0;
select app_name, user_id, state, update_time from :"user_state_table" where 1 = 0;
select app_name, state, update_time from :"app_state_table" where 1 = 0;

-- Back into each session goes what is its application's or its user's. Of two values the one that was written last
-- counts.
declare
  whole json_object_t;

  procedure take(held json_object_t, wins boolean) is
    words json_key_list := held.get_keys;
  begin
    if words is not null then
      for i in 1 .. words.count loop
        if wins or not whole.has(words(i)) then
          whole.put(words(i), held.get(words(i)));
        end if;
      end loop;
    end if;
  end;
begin
  for s in (
    select
      s.id, s.state, s.update_time,
      a.state as app_state, a.update_time as app_time, u.state as user_state, u.update_time as user_time
    from :"session_table" s
    left join :"app_state_table" a on a.app_name = s.app_name
    left join :"user_state_table" u on u.app_name = s.app_name and u.user_id = s.user_id
    where a.state is not null or u.state is not null
  ) loop
    whole := json_object_t(s.state);
    if s.app_state is not null then
      take(json_object_t(s.app_state), s.app_time >= s.update_time);
    end if;
    if s.user_state is not null then
      take(json_object_t(s.user_state), s.user_time >= s.update_time);
    end if;
\if :json_storage_json
    update :"session_table" set state = json(whole.to_clob) where id = s.id;
\else
    update :"session_table" set state = whole.to_blob where id = s.id;
\endif
  end loop;
end;
/

drop table :"metadata_table";
drop table :"user_state_table";
drop table :"app_state_table";

drop index :events_table_schema:"idx_events_table_app_timestamp";
drop index :events_table_schema:"idx_events_table_timestamp";
drop index :events_table_schema:"idx_events_table_invocation";
drop trigger :events_table_schema:"events_table_carry";
alter table :"events_table" drop (event_data);
