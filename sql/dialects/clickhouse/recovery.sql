-- Whether a statement has run, when a run was killed before it could note that. Each query has one value: the state of
-- what the statement creates or removes. A name without a database is one of this database.

-- name: look-table
-- Tables, views and dictionaries share their names. On older servers a table may be there before the rows of its
-- 'as select', and a materialized view before those of 'populate', so that it shows nothing.
select multiIf(count() = 0, 'absent', any(engine) in ('View', 'Dictionary'), 'there', 'unknown') from system.tables
where database = coalesce(:'object_schema', currentDatabase()) and name = :'object_name';

-- name: look-column
select if(count() > 0, 'there', 'absent') from system.columns
where database = coalesce(:'relation_schema', currentDatabase()) and table = :'relation_name' and name = :'object_name';

-- name: look-routine
select if(count() > 0, 'there', 'absent') from system.functions where name = :'object_name';

-- name: look-database
select if(count() > 0, 'there', 'absent') from system.databases where name = :'object_name';
