-- Queries that read a schema, for dumps and to compare two schemas. DuckDB does not report the default values of a
-- macro's parameters.

-- name: schema-tables
-- Schemas, types and sequences; then tables, macros and views, each after what it refers to, in an order that does not
-- depend on the order of creation. DuckDB stores the text of most objects. There are three exceptions. Of a table's
-- keys that refer to the table itself, it only stores the commas. Other keys refer to names that it does not quote. Of
-- a sequence, it reports not the start but the current value, which is left out of what is compared.
with recursive mine as (
  select *, regexp_replace(sql, '''(?:[^'']|'''')*''', '', 'g') as plain
  from duckdb_tables() where database_name = current_database() and not internal and not temporary
    and table_name not in (:'name', :'progress_name')
), foreign_key as (
  select schema_name, table_name, constraint_index, referenced_table = table_name as is_own, constraint_text as kept,
    format('FOREIGN KEY ({}) REFERENCES "{}"."{}"({})',
      array_to_string([concat('"', replace(c, '"', '""'), '"') for c in constraint_column_names], ', '),
      replace(schema_name, '"', '""'), replace(referenced_table, '"', '""'),
      array_to_string([concat('"', replace(c, '"', '""'), '"') for c in referenced_column_names], ', ')) as text
  from duckdb_constraints()
  where database_name = current_database() and constraint_type = 'FOREIGN KEY'
), keyed as (
  select schema_name, table_name,
    list_reduce([{'old': '', 'new': any_value(sql)}]
        || coalesce(list({'old': kept, 'new': text} order by constraint_index) filter (not is_own), []),
      lambda done, key: {'old': '', 'new': replace(done.new, key.old, key.new)}).new as sql,
    string_agg(', ' || text, '' order by constraint_index) filter (is_own) as own
  from mine left join foreign_key using (schema_name, table_name)
  group by schema_name, table_name
), macro as (
  select schema_name, function_name, string_agg(format('({}) as {}{}',
      array_to_string([
        concat('"', replace(p[1], '"', '""'), '"', ' ' || p[2]) for p in list_zip(parameters, parameter_types)
      ], ', '),
      case function_type when 'table_macro' then 'table ' else '' end, macro_definition),
      ', ' order by len(parameters)) as text,
    string_agg(case function_type when 'table_macro' then '' else 'select ' end || macro_definition, ';') as query
  from duckdb_functions()
  where database_name = current_database() and not internal and function_type in ('macro', 'table_macro')
  group by schema_name, function_name
), parsed as (
  select 4 as kind, schema_name as schema, function_name as name, format('create macro "{}"."{}" {};',
    replace(schema_name, '"', '""'), replace(function_name, '"', '""'), text) as text, json_serialize_sql(query) as tree
  from macro
  union all
  select 5, schema_name, view_name, sql, json_serialize_sql(regexp_extract(sql,
    '^CREATE VIEW (?:"(?:[^"]|"")*"|[^ (".]|\.)+ ?(?:\((?:"(?:[^"]|"")*"|[^")])*\) )?AS (.*?);?\s*$', 1, 's'))
  from duckdb_views() where database_name = current_database() and not internal and not temporary
), node as (
  select kind, schema, name, text, [lower(f) for f in json_extract_string(tree, '$..function_name')] as calls,
    [lower(t) for t in json_extract_string(tree, '$..table_name')] as tables
  from parsed
  union all
  select 3, schema_name, table_name,
    case when k.own is null then k.sql
      else regexp_replace(regexp_replace(k.sql, '(''(?:[^'']|'''')*''|"(?:[^"]|"")*")|(?:, )+(, |\);\s*$)', '\1\2', 'g'),
        '\);\s*$', replace(k.own, '\', '\\') || ');')
    end,
    [lower(trim(f, '"')) for f in regexp_extract_all(plain, '([\w]+|"(?:[^"]|"")*") ?\(', 1)],
    (select list(lower(referenced_table)) from duckdb_constraints() as c
      where c.database_name = current_database() and c.schema_name = m.schema_name and c.table_name = m.table_name)
  from mine as m join keyed as k using (schema_name, table_name)
), edge as (
  select u.kind, u.schema, u.name, v.kind as other_kind, v.schema as other_schema, v.name as other_name
  from node as u join node as v on (u.kind, u.schema, u.name) <> (v.kind, v.schema, v.name)
    and list_contains(case v.kind when 4 then u.calls else u.tables end, lower(v.name))
), level as (
  select kind, schema, name, 0 as depth from node
  union
  select e.kind, e.schema, e.name, l.depth + 1
  from edge as e join level as l on (l.kind, l.schema, l.name) = (e.other_kind, e.other_schema, e.other_name)
  where l.depth < 100
), line as (
  select 0 as kind, 0 as depth, '' as schema, schema_name as name,
    format('create schema "{}";', replace(schema_name, '"', '""')) as text, '' as query
  from duckdb_schemas() where database_name = current_database() and not internal
  union all
  select 1, (logical_type <> 'ENUM')::int, schema_name, type_name,
    case logical_type
      when 'ENUM' then format('create type {} as enum ({});', whole,
        array_to_string([concat('''', replace(l, '''', ''''''), '''') for l in labels], ', '))
      else format('select ''create type {} as '' || typeof(null::{}) || '';''', replace(whole, '''', ''''''), whole)
    end,
    case logical_type when 'ENUM' then '' else 'query' end
  from (
    select *, format('"{}"."{}"', replace(schema_name, '"', '""'), replace(type_name, '"', '""')) as whole
    from duckdb_types() where database_name = current_database() and not internal
  )
  union all
  select 2, 0, schema_name, sequence_name,
    format('create sequence "{}"."{}" increment by {} minvalue {} maxvalue {}{} {};',
      replace(schema_name, '"', '""'), replace(sequence_name, '"', '""'), increment_by, min_value, max_value,
      case when :'purpose' = 'compare' then '' else format(' start {}', start_value) end, case when cycle then 'cycle' else 'no cycle' end), ''
  from duckdb_sequences() where database_name = current_database() and not temporary
  union all
  select 3, (select max(depth) from level as l where (l.kind, l.schema, l.name) = (n.kind, n.schema, n.name)) * 10 + kind,
    schema, name, text, ''
  from node as n
)
select text, query from line order by kind, depth, schema, name;

-- name: schema-others
-- Indexes, comments and, from DuckDB 2.0 on, triggers.
with line as (
  select 0 as kind, 0 as place, schema_name as schema, index_name as name, sql as text
  from duckdb_indexes() where database_name = current_database() and table_name not in (:'name', :'progress_name')
  union all
  select kind, place, schema, name, format('comment on {} "{}"."{}"{} is ''{}'';', word, replace(schema, '"', '""'),
    replace(name, '"', '""'), part, replace(comment, '''', ''''''))
  from (
    select 1 as kind, 0 as place, 'table' as word, schema_name as schema, table_name as name, '' as part, comment
    from duckdb_tables() where database_name = current_database() and not temporary
    union all
    select 2, 0, 'view', schema_name, view_name, '', comment
    from duckdb_views() where database_name = current_database() and not internal
    union all
    select 3, column_index, 'column', schema_name, table_name, format('."{}"', replace(column_name, '"', '""')), comment
    from duckdb_columns() where database_name = current_database() and not internal
    union all
    select 4, 0, 'sequence', schema_name, sequence_name, '', comment
    from duckdb_sequences() where database_name = current_database()
    union all
    select 5, 0, 'index', schema_name, index_name, '', comment
    from duckdb_indexes() where database_name = current_database()
    union all
    select 6, 0, 'type', schema_name, type_name, '', comment
    from duckdb_types() where database_name = current_database() and not internal
    union all
    select distinct 7, 0, case function_type when 'table_macro' then 'macro table' else 'macro' end, schema_name,
      function_name, '', comment
    from duckdb_functions()
    where database_name = current_database() and not internal and function_type in ('macro', 'table_macro')
  )
  where comment is not null
  union all
  select 8, 0, schema, name, text
  from query(case when regexp_extract(version(), '\d+')::int >= 2
    then 'select schema_name as schema, trigger_name as name, sql as text from duckdb_triggers()
      where database_name = current_database() and not temporary'
    else 'select null as schema, null as name, null as text where false' end)
)
select text from line order by kind, schema, place, name;

-- name: data-refusals
-- Tables with values that no text can restore: a union inside another type, for which DuckDB reports no member's name.
select format('the column {} of the table {}.{} has a union inside another type', column_name, schema_name, table_name)
from duckdb_columns()
where database_name = current_database() and not internal and data_type like '%_UNION(%'
order by 1;

-- name: data-queries
-- For each table, a query that writes an insert for each of its rows. Every value is a string, which any type accepts;
-- a union also has its member's name. A table comes after those that it refers to. Generated columns are left out.
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
), stored as (
  select *, format('"{}"', replace(column_name, '"', '""')) as field,
    format('coalesce('''''''' || replace("{}"::varchar, '''''''', '''''''''''') || '''''''', ''null'')',
      replace(column_name, '"', '""')) as string
  from duckdb_columns() join mine using (schema_name, table_name)
  where database_name = current_database() and not regexp_matches(
    sql, format('[(,] ?(?:{}|{}) {} GENERATED ALWAYS AS', regexp_escape(column_name),
      regexp_escape(format('"{}"', replace(column_name, '"', '""'))), regexp_escape(data_type)))
), entry as (
  select schema_name, table_name,
    format('"{}"."{}"', replace(schema_name, '"', '""'), replace(table_name, '"', '""')) as whole,
    string_agg(field, ', ' order by column_index) as names,
    string_agg(
      case when data_type like 'UNION(%' then format(
          'case when {0} is null then ''null'' else concat(''union_value("'', replace(union_tag({0})::varchar, ''"'', ' ||
          '''""''), ''" := '', {1}, '')::{2}'') end', field, string, replace(data_type, '''', ''''''))
        else string end,
      ' || '', '' || ' order by column_index) as strings
  from stored
  group by schema_name, table_name
)
select format('select ''insert into {} ({}) values ('' || {} || '');'' from {};', replace(whole, '''', ''''''),
  replace(names, '''', ''''''), strings, whole)
from entry as e
order by (select max(depth) from level as l where l.schema_name = e.schema_name and l.table_name = e.table_name),
  schema_name, table_name;

-- name: schema-objects
-- The names of existing objects; none in a new database.
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

-- name: column-add
-- For 'rung extension add-column'; the column is its whole definition.
alter table :"table" add column :column;

-- name: column-drop
alter table :"table" drop column :"column";
