-- What looks at a dataset.

-- name: schema-objects
-- Names of what is there already; none in a new dataset.
select table_name from INFORMATION_SCHEMA.TABLES where table_name not in (:'name', :'progress_name')
order by table_name limit 3;
