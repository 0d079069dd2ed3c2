-- Queries about a schema.

-- name: schema-objects
-- The names of existing objects; none in a new database.
select n.nspname || '.' || c.relname
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'v')
  and c.relname not in (:'name', :'progress_name')
  and (:'schema' is null or n.nspname = :'schema')
order by 1 limit 3;
