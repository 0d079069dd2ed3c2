-- What reads a schema: for dumps, and to compare two.

-- name: schema-tables
-- Every table, in an order that does not depend on which was made first; what a virtual table made for itself comes
-- back by itself, and so does what SQLite made.
select sql || iif(sql like '%--%', char(10), '') || ';' from sqlite_master
where type = 'table' and sql is not null and name not like 'sqlite\_%' escape '\'
  and name not in (:'name', :'progress_name')
  and name not in (select name from pragma_table_list where schema = 'main' and type = 'shadow')
order by name;

-- name: schema-others
-- What refers to tables: indexes, views and triggers.
select sql || iif(sql like '%--%', char(10), '') || ';' from sqlite_master
where type <> 'table' and sql is not null and tbl_name not in (:'name', :'progress_name')
order by case type when 'index' then 0 when 'view' then 1 else 2 end, name;

-- name: data-queries
-- For each table a query that writes an insert for each of its rows. The rowid is written where no column is one and
-- something else may refer to it; an index for full-text search over another table is built anew; one that keeps no
-- text has nothing to be written. What quote() cannot say, an infinity and a zero byte, is said in other words.
with kept as (
  select t.name, m.sql, t.wr, exists (
      select 1 from pragma_table_info(t.name) where pk = 1 and upper(type) = 'INTEGER'
    ) and (select count(*) from pragma_table_info(t.name) where pk > 0) = 1 as has_key
  from pragma_table_list as t join sqlite_master as m on m.name = t.name
  where t.schema = 'main' and t.type in ('table', 'virtual') and t.name not like 'sqlite\_%' escape '\'
    and t.name not in (:'name', :'progress_name')
), fields as (
  select k.*, c.cid, c.name as field from kept as k join pragma_table_xinfo(k.name) as c where c.hidden = 0
  union all
  select *, -1, 'rowid' from kept where not wr and not has_key
  order by 1, 5
)
select case
  when replace(sql, ' ', '') like '%usingfts%content=''''%' or replace(sql, ' ', '') like '%usingfts%content=""%' then
    printf('select %Q', printf('-- "%w" keeps no text: its rows are not written', name))
  when replace(sql, ' ', '') like '%usingfts%content=%' then
    printf('select %Q', printf('insert into "%w" ("%w") values (''rebuild'');', name, name))
  else printf(
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
end
from fields
group by name;

-- name: data-counters
-- The last numbers of autoincrement columns, which count rows that are gone as well.
select 'delete from sqlite_sequence where name = ' || quote(name) || ';' || char(10) ||
  'insert into sqlite_sequence values (' || quote(name) || ', ' || seq || ');'
from sqlite_sequence
order by name;

-- name: data-counters-exist
select 1 from sqlite_master where name = 'sqlite_sequence';

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
