-- Description: Put what a user prefers into an object of its own
--
-- First shape   {"lang": "de", "units": "metric", "cart": [7]}
-- Second shape  {"version": 2, "preferences": {"lang": "de", "units": "metric"}, "cart": [7]}
--
-- In place: a second column in the stead of this one would have to be given its default, its 'not null' and its
-- index again. A session says itself which shape it has, and one without state has none.

-- name: migrate-0004-up
update agent_sessions
set state = state - array['lang', 'units'] || jsonb_build_object(
  'version', 2,
  'preferences', (
    select coalesce(jsonb_object_agg(key, value), '{}')
    from jsonb_each(state)
    where key in ('lang', 'units')))
where state <> '{}' and state -> 'version' is null;

-- name: migrate-0004-down
-- All preferences come back, those that the first shape did not know as well. One wins over a key of its name that
-- stands outside.
update agent_sessions
set state = state - array['version', 'preferences'] || coalesce(state -> 'preferences', '{}')
where state -> 'version' = '2';
