-- What reads a schema, and makes a database to try things in. The schema itself is written by pg_dump.

-- name: schema-objects
-- Names of what is there already; none in a new database. What an extension brought does not count.
select format('%s.%s', n.nspname, c.relname)
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
  and c.relname not in (:'name', :'progress_name')
  and (:'schema' is null or n.nspname = :'schema')
  and not exists (select from pg_catalog.pg_depend as d where d.objid = c.oid and d.deptype = 'e')
order by 1 limit 3;

-- name: database-create
create database :"database";

-- name: database-drop
drop database if exists :"database";

-- name: schema-create
create schema if not exists :"schema";
