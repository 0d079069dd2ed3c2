-- Whether a statement that commits by itself has run, when a run was killed before it could note that. Each query has one
-- value: the state of what the statement creates or removes. A name without a database is one of this database.

-- name: look-table
-- Tables, views and sequences share their names.
select case when exists (
    select 1 from information_schema.tables
    where table_schema = coalesce(:'object_schema', database()) and table_name = :'object_name'
  ) then 'there' else 'absent' end;

-- name: look-column
select case when exists (
    select 1 from information_schema.columns
    where table_schema = coalesce(:'relation_schema', database()) and table_name = :'relation_name'
      and column_name = :'object_name'
  ) then 'there' else 'absent' end;

-- name: look-index
select case when exists (
    select 1 from information_schema.statistics
    where table_schema = coalesce(:'relation_schema', database()) and table_name = :'relation_name'
      and index_name = :'object_name'
  ) then 'there' else 'absent' end;

-- name: look-constraint
select case when exists (
    select 1 from information_schema.table_constraints
    where table_schema = coalesce(:'relation_schema', database()) and table_name = :'relation_name'
      and constraint_name = :'object_name'
  ) then 'there' else 'absent' end;

-- name: look-routine
select case when exists (
    select 1 from information_schema.routines
    where routine_schema = coalesce(:'object_schema', database()) and routine_name = :'object_name'
      and routine_type = :'object_type'
  ) then 'there' else 'absent' end;

-- name: look-trigger
-- A trigger belongs to the database of its table. A condition on trigger_schema alone would read every database.
select case when exists (
    select 1 from information_schema.triggers
    where event_object_schema = coalesce(:'object_schema', database()) and trigger_name = :'object_name'
  ) then 'there' else 'absent' end;

-- name: look-event
select case when exists (
    select 1 from information_schema.events
    where event_schema = coalesce(:'object_schema', database()) and event_name = :'object_name'
  ) then 'there' else 'absent' end;

-- name: look-database
select case when exists (select 1 from information_schema.schemata where schema_name = :'object_name')
  then 'there' else 'absent' end;
