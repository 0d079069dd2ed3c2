-- What looks at a database.

-- name: schema-objects
-- Names of what is there already; none in a new database.
select table_name from INFORMATION_SCHEMA.TABLES
where table_schema = '' and table_name not in (:'name', :'progress_name')
order by table_name limit 3;
