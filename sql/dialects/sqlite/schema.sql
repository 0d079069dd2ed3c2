-- What reads a schema: for dumps, and to compare two.

-- name: schema-tables
-- Every table, in an order that does not depend on which was made first; what a virtual table made for itself comes
-- back by itself, and so does what SQLite made.
select sql || ';' from sqlite_master
where type = 'table' and sql is not null and name not like 'sqlite\_%' escape '\'
  and name not in (:'name', :'progress_name')
  and name not in (select name from pragma_table_list where schema = 'main' and type = 'shadow')
order by name;

-- name: schema-others
-- What refers to tables: indexes, views and triggers.
select sql || ';' from sqlite_master
where type <> 'table' and sql is not null and tbl_name not in (:'name', :'progress_name')
order by case type when 'index' then 0 when 'view' then 1 else 2 end, name;

-- name: data-queries
-- For each table a query that writes an insert for each of its rows.
select printf(
  'select %Q || %s || '');'' from "%w"',
  printf('insert into "%w" (%s) values (', t.name, group_concat(printf('"%w"', c.name), ', ')),
  group_concat(printf('quote("%w")', c.name), ' || '', '' || '), t.name)
from pragma_table_list as t join pragma_table_xinfo(t.name) as c
where t.schema = 'main' and t.type in ('table', 'virtual') and t.name not like 'sqlite\_%' escape '\' and c.hidden = 0
  and t.name not in (:'name', :'progress_name')
group by t.name order by t.name;

-- name: schema-settings
-- What a migration can set in the file itself.
select 'pragma user_version = ' || user_version || ';' from pragma_user_version where user_version <> 0
union all
select 'pragma application_id = ' || application_id || ';' from pragma_application_id where application_id <> 0;

-- name: schema-objects
-- Names of what is there already; none in a new database.
select name from sqlite_master
where name not like 'sqlite\_%' escape '\' and tbl_name not in (:'name', :'progress_name')
order by name limit 3;

-- name: database-copy
vacuum into :'path';
