-- Description: Put what a user prefers into an object of its own
--
-- First shape   {"lang": "de", "units": "metric", "cart": [7]}
-- Second shape  {"version": 2, "preferences": {"lang": "de", "units": "metric"}, "cart": [7]}
--
-- In place: a second column in the stead of this one would have to be given its default and its 'not null' again.
-- A session says itself which shape it has, and one without state has none. '->' keeps a value as JSON, so that
-- true stays true and no number is rounded.

-- name: migrate-0004-up
update agent_sessions
set state = json_set(
  json_remove(state, '$.lang', '$.units'),
  '$.version', 2,
  '$.preferences', (
    select json(json_group_object(key, json(state -> fullkey)))
    from json_each(state)
    where key in ('lang', 'units')))
where state <> '{}' and state -> '$.version' is null;

-- name: migrate-0004-down
-- All preferences come back, those that the first shape did not know as well. One wins over a key of its name that
-- stands outside.
update agent_sessions
set state = (
  select json_group_object(key, json(state -> fullkey))
  from (
    select key, fullkey from json_each(state, '$.preferences')
    union all
    select key, fullkey from json_each(state)
    where key not in ('version', 'preferences')
      and key not in (select key from json_each(state, '$.preferences'))))
where state -> '$.version' = '2';
