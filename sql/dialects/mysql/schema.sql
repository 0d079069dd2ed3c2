-- What reads a schema.

-- name: schema-objects
-- Names of what is there already; none in a new database.
select name
from (
  select table_name as name from information_schema.tables
  where table_schema = database() and table_name not in (:'name', :'progress_name')
  union all
  select routine_name from information_schema.routines where routine_schema = database()
  union all
  select event_name from information_schema.events where event_schema = database()
) as objects
order by name limit 3;
