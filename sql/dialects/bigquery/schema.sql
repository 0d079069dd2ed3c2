-- Queries about a dataset.

-- name: schema-objects
-- The names of existing objects; none in a new dataset.
select table_name from INFORMATION_SCHEMA.TABLES where table_name not in (:'name', :'progress_name')
order by table_name limit 3;

-- name: column-add
-- For 'rung extension add-column'; the column is its whole definition.
alter table :"table" add column :column;

-- name: column-drop
alter table :"table" drop column :"column";
