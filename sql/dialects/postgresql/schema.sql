-- Queries about a schema, and statements that create a scratch database. pg_dump writes the schema itself.

-- name: schema-objects
-- The names of existing objects; none in a new database. Objects of extensions do not count.
select format('%s.%s', n.nspname, o.name)
from (
  select oid, relnamespace as schema, relname as name from pg_catalog.pg_class
  where relkind in ('r', 'p', 'v', 'm', 'S', 'f') and relname not in (:'name', :'progress_name')
  union all
  select oid, pronamespace, proname from pg_catalog.pg_proc
  union all
  select oid, typnamespace, typname from pg_catalog.pg_type where typtype in ('e', 'd', 'r')
) as o
join pg_catalog.pg_namespace as n on n.oid = o.schema
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and (:'schema' is null or n.nspname = :'schema')
  and not exists (select from pg_catalog.pg_depend as d where d.objid = o.oid and d.deptype = 'e')
order by 1 limit 3;

-- name: database-locale
-- The properties that a database must share with its copy.
select pg_encoding_to_char(encoding), datcollate, datctype from pg_catalog.pg_database
where datname = current_database();

-- name: database-settings
-- The settings made by 'alter database … set', applied to another database.
select format(
  'alter database %I set %s = %s;', :'database', split_part(setting, '=', 1),
  case split_part(setting, '=', 1)
    when 'search_path' then substr(setting, 13) else quote_literal(substr(setting, strpos(setting, '=') + 1))
  end)
from pg_catalog.pg_db_role_setting as s
cross join unnest(s.setconfig) as setting
join pg_catalog.pg_database as d on d.oid = s.setdatabase
where d.datname = current_database() and s.setrole = 0;

-- name: database-create
create database :"database" template template0 encoding :'encoding' lc_collate :'collate' lc_ctype :'ctype';

-- name: database-make
-- For 'rung db create', with the server's own character set.
create database :"database";

-- name: database-unmake
-- For 'rung db drop'; it is refused while somebody is connected, where the server knows that.
drop database :"database";

-- name: database-drop
-- Any connection that remains is Rung's own.
drop database if exists :"database" with (force);

-- name: schema-create
create schema if not exists :"schema";

-- name: column-add
-- For 'rung extension add-column'; the column is its whole definition.
alter table :"table" add column :column;

-- name: column-drop
alter table :"table" drop column :"column";
