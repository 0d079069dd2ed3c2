-- Queries that read a schema, for dumps and to compare two schemas.

-- name: schema-tables
-- Every table, in an order that does not depend on the order of creation. A line feed follows a text that may end in a
-- comment. Tables that a virtual table or SQLite creates itself are left out, because they are created again.
select sql || iif(substr(sql, length(rtrim(sql, replace(sql, char(10), ''))) + 1) like '%--%', char(10), '') || ';'
from sqlite_master
where type = 'table' and sql is not null and name not like 'sqlite\_%' escape '\'
  and name not in (:'name', :'progress_name')
  and name not in (select name from pragma_table_list where schema = 'main' and type = 'shadow')
order by name;

-- name: schema-others
-- The objects that refer to tables: indexes, views and triggers.
select sql || iif(substr(sql, length(rtrim(sql, replace(sql, char(10), ''))) + 1) like '%--%', char(10), '') || ';'
from sqlite_master
where type <> 'table' and sql is not null and tbl_name not in (:'name', :'progress_name')
order by case type when 'index' then 0 when 'view' then 1 else 2 end, name;

-- name: data-refusals
-- Tables with rows that cannot be read: a full-text index that does not store its text.
select 'the full-text index ' || name || ' keeps no text of its own'
from sqlite_master join (
  select name as index_name,
    replace(replace(replace(replace(lower(sql), ' ', ''), char(9), ''), char(10), ''), char(13), '') as plain
  from sqlite_master
) on index_name = name
where type = 'table' and sql like 'create virtual table%'
  and (plain like '%usingfts%content=''''%' or plain like '%usingfts%content=""%')
order by 1;

-- name: data-queries
-- For each table, a query that writes an insert for each of its rows. The rowid is written if no column is one and
-- something else may refer to it. A virtual table without tables of its own stores no rows, and a full-text index over
-- another table is rebuilt at the end. quote() cannot write an infinity or a zero byte, so these are written
-- differently.
with kept as (
  select t.name, t.wr, exists (
      select 1 from pragma_table_info(t.name) where pk = 1 and upper(type) = 'INTEGER'
    ) and (select count(*) from pragma_table_info(t.name) where pk > 0) = 1
      and not exists (select 1 from pragma_index_list(t.name) where origin = 'pk') as has_key
  from pragma_table_list as t join sqlite_master as m on m.name = t.name
  where t.schema = 'main' and t.name not like 'sqlite\_%' escape '\' and t.name not in (:'name', :'progress_name')
    and (
      t.type = 'table'
      or t.type = 'virtual' and exists (
        select 1 from pragma_table_list as s where s.schema = 'main' and s.type = 'shadow'
          and s.name in (t.name || '_content', t.name || '_data', t.name || '_segments', t.name || '_node')
      ) and replace(replace(replace(replace(lower(m.sql), ' ', ''), char(9), ''), char(10), ''), char(13), '')
        not like '%usingfts%content=%'
    )
), fields as (
  select k.name, c.cid, c.name as field from kept as k join pragma_table_xinfo(k.name) as c where c.hidden = 0
  union all
  select k.name, -1, (
    select word from (select 'rowid' as word union all select '_rowid_' union all select 'oid')
    where not exists (select 1 from pragma_table_xinfo(k.name) as c where lower(c.name) = word) limit 1)
  from kept as k where not wr and not has_key
  order by 1, 2
)
select printf(
  'select %Q || %s || '');'' from "%w"',
  printf('insert into "%w" (%s) values (', name, group_concat(printf('"%w"', field), ', ')),
  group_concat(
    printf(
      'case when "%w" = 9e999 then ''9e999'' when "%w" = -9e999 then ''-9e999'' ' ||
      'when typeof("%w") = ''text'' and instr("%w", char(0)) then ''cast(x'''''' || hex("%w") || '''''' as text)'' ' ||
      'else quote("%w") end',
      field, field, field, field, field, field),
    ' || '', '' || '),
  name)
from fields
where field is not null
group by name;

-- name: data-completions
-- Queries for what comes after rows, views and triggers. These are the settings of full-text indexes, the indexes that
-- are rebuilt, the last numbers of autoincrement columns (which include deleted rows), and statistics.
select query from (
  select 0 as place, t.name, printf(
    'select %Q || quote(k) || '', '' || quote(v) || '');'' from "%w_config" where k <> ''version'' order by k',
    printf('insert into "%w" ("%w", rank) values (', t.name, t.name), t.name) as query
  from pragma_table_list as t join sqlite_master as m on m.name = t.name || '_config'
  where t.schema = 'main' and t.type = 'virtual' and m.sql like '%k primary key, v%'
  union all
  select 1, name, printf('select %Q', printf('insert into "%w" ("%w") values (''rebuild'');', name, name))
  from sqlite_master
  where type = 'table' and sql like 'create virtual table%'
    and replace(replace(replace(replace(lower(sql), ' ', ''), char(9), ''), char(10), ''), char(13), '')
      like '%usingfts%content=%'
  union all
  select 2, '', 'select ''delete from sqlite_sequence;'' union all select * from (select printf(' ||
    '''insert into sqlite_sequence values (%Q, %d);'', name, seq) from sqlite_sequence order by name)'
  from sqlite_master where name = 'sqlite_sequence'
  union all
  select 3, '', 'select ''analyze;''' from sqlite_master where name = 'sqlite_stat1'
)
order by place, name;

-- name: schema-settings
-- The settings that a migration can store in the file itself.
select 'pragma user_version = ' || user_version || ';' from pragma_user_version where user_version <> 0
union all
select 'pragma application_id = ' || application_id || ';' from pragma_application_id where application_id <> 0;

-- name: schema-objects
-- The names of existing objects; none in a new database.
select name from sqlite_master
where name not like 'sqlite\_%' escape '\' and tbl_name not in (:'name', :'progress_name')
order by name limit 3;

-- name: database-copy
vacuum into :'path';

-- name: column-add
-- For 'rung extension add-column'; the column is its whole definition.
alter table :"table" add column :column;

-- name: column-drop
alter table :"table" drop column :"column";
