-- What reads a schema: for dumps, and to compare two. DuckDB keeps the text of most of it; what a macro's parameters
-- are when they are left out it does not tell.

-- name: schema-tables
-- Schemas, types, sequences and tables, in an order that does not depend on which was made first, but that a table
-- comes behind those that it refers to.
with recursive mine as (
  select * from duckdb_tables() where database_name = current_database() and not internal and not temporary
    and table_name not in (:'name', :'progress_name')
), level as (
  select schema_name, table_name, 0 as depth from mine
  union
  select c.schema_name, c.table_name, l.depth + 1
  from duckdb_constraints() as c join level as l on l.table_name = c.referenced_table and l.schema_name = c.schema_name
  where c.constraint_type = 'FOREIGN KEY' and c.database_name = current_database() and c.table_name <> l.table_name
), line as (
  select 0 as kind, 0 as depth, '' as schema, schema_name as name,
    format('create schema "{}";', replace(schema_name, '"', '""')) as text
  from duckdb_schemas() where database_name = current_database() and not internal
  union all
  select 1, (logical_type <> 'ENUM')::int, schema_name, type_name, format('create type "{}"."{}" as {};',
    replace(schema_name, '"', '""'), replace(type_name, '"', '""'),
    case logical_type when 'ENUM'
      then 'enum (' || array_to_string([concat('''', replace(l, '''', ''''''), '''') for l in labels], ', ') || ')'
      else logical_type
    end)
  from duckdb_types() where database_name = current_database() and not internal and logical_type <> 'STRUCT'
  union all
  select 2, 0, schema_name, sequence_name,
    format('create sequence "{}"."{}" increment by {} minvalue {} maxvalue {} start {} {};',
      replace(schema_name, '"', '""'), replace(sequence_name, '"', '""'), increment_by, min_value, max_value,
      start_value, case when cycle then 'cycle' else 'no cycle' end)
  from duckdb_sequences() where database_name = current_database() and not temporary
  union all
  select 3, (select max(depth) from level as l where l.schema_name = m.schema_name and l.table_name = m.table_name),
    schema_name, table_name, sql
  from mine as m
)
select text from line order by kind, depth, schema, name;

-- name: schema-others
-- What refers to tables: indexes, macros and views, these in the order in which they were made; and comments.
with line as (
  select 0 as kind, 0 as place, schema_name as schema, index_name as name, sql as text
  from duckdb_indexes() where database_name = current_database() and table_name not in (:'name', :'progress_name')
  union all
  select 1, 0, schema_name, function_name, format('create macro "{}"."{}" {};', replace(schema_name, '"', '""'),
    replace(function_name, '"', '""'), string_agg(format('({}) as {}{}',
      array_to_string([concat('"', replace(p, '"', '""'), '"') for p in parameters], ', '),
      case function_type when 'table_macro' then 'table ' else '' end, macro_definition),
      ', ' order by len(parameters)))
  from duckdb_functions()
  where database_name = current_database() and not internal and function_type in ('macro', 'table_macro')
  group by schema_name, function_name
  union all
  select 2, view_oid, schema_name, view_name, sql
  from duckdb_views() where database_name = current_database() and not internal and not temporary
  union all
  select 3, 0, schema_name, table_name, format('comment on table "{}"."{}" is ''{}'';', replace(schema_name, '"', '""'),
    replace(table_name, '"', '""'), replace(comment, '''', ''''''))
  from duckdb_tables() where database_name = current_database() and not temporary and comment is not null
  union all
  select 4, 0, schema_name, view_name, format('comment on view "{}"."{}" is ''{}'';', replace(schema_name, '"', '""'),
    replace(view_name, '"', '""'), replace(comment, '''', ''''''))
  from duckdb_views() where database_name = current_database() and not internal and comment is not null
  union all
  select 5, column_index, schema_name, table_name, format('comment on column "{}"."{}"."{}" is ''{}'';',
    replace(schema_name, '"', '""'), replace(table_name, '"', '""'), replace(column_name, '"', '""'),
    replace(comment, '''', ''''''))
  from duckdb_columns() where database_name = current_database() and not internal and comment is not null
)
select text from line order by kind, schema, place, name;

-- name: data-queries
-- For each table a query that writes an insert for each of its rows, every value as a string, which any type takes.
-- A table comes behind those that it refers to; what is computed is left out.
with recursive mine as (
  select schema_name, table_name, sql from duckdb_tables()
  where database_name = current_database() and not internal and not temporary
    and table_name not in (:'name', :'progress_name')
), level as (
  select schema_name, table_name, 0 as depth from mine
  union
  select c.schema_name, c.table_name, l.depth + 1
  from duckdb_constraints() as c join level as l on l.table_name = c.referenced_table and l.schema_name = c.schema_name
  where c.constraint_type = 'FOREIGN KEY' and c.database_name = current_database() and c.table_name <> l.table_name
), entry as (
  select schema_name, table_name,
    format('"{}"."{}"', replace(schema_name, '"', '""'), replace(table_name, '"', '""')) as whole,
    string_agg(format('"{}"', replace(column_name, '"', '""')), ', ' order by column_index) as names,
    string_agg(format('coalesce('''''''' || replace("{}"::varchar, '''''''', '''''''''''') || '''''''', ''null'')',
      replace(column_name, '"', '""')), ' || '', '' || ' order by column_index) as strings
  from duckdb_columns() join mine using (schema_name, table_name)
  where database_name = current_database()
    and not regexp_matches(sql, concat('[(,] ?"?', regexp_escape(replace(column_name, '"', '""')), '"? [^,]* GENERATED ALWAYS AS'))
  group by schema_name, table_name
)
select format('select ''insert into {} ({}) values ('' || {} || '');'' from {};', replace(whole, '''', ''''''),
  replace(names, '''', ''''''), strings, whole)
from entry as e
order by (select max(depth) from level as l where l.schema_name = e.schema_name and l.table_name = e.table_name),
  schema_name, table_name;

-- name: schema-objects
-- Names of what is there already; none in a new database.
select format('{}.{}', schema, name)
from (
  select schema_name as schema, table_name as name from duckdb_tables()
  where database_name = current_database() and not internal and not temporary
    and table_name not in (:'name', :'progress_name')
  union all
  select schema_name, view_name from duckdb_views()
  where database_name = current_database() and not internal and not temporary
  union all
  select schema_name, sequence_name from duckdb_sequences() where database_name = current_database() and not temporary
)
where :'schema' is null or lower(schema) = lower(:'schema')
order by 1 limit 3;

-- name: schema-create
create schema if not exists :"schema";
