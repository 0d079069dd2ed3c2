-- Queries about a schema.

-- name: schema-objects
-- The names of existing objects; none in a new database.
select concat(n.nspname, '.', c.relname)
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'crdb_internal', 'pg_extension')
  and c.relkind in ('r', 'v', 'm', 'S') and c.relname not in (:'name', :'progress_name')
  and (:'schema' is null or n.nspname = :'schema')
order by 1 limit 3;
