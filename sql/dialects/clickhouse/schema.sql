-- Queries about a database.

-- name: schema-objects
-- The names of existing objects; none in a new database.
select name from system.tables
where database = currentDatabase() and name not in (:'name', :'progress_name')
order by name limit 3;

-- name: column-add
-- For 'rung extension add-column'; the column is its whole definition.
alter table :"table" add column :column;

-- name: column-drop
alter table :"table" drop column :"column";
