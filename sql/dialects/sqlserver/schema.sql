-- Queries about a database.

-- name: schema-objects
-- The names of existing objects; none in a new database.
select top (3) concat(schema_name(schema_id), '.', name) as name from sys.objects
where is_ms_shipped = 0 and type in ('U', 'V', 'P', 'FN', 'IF', 'TF', 'SO', 'SN')
  and name not in (:'name', :'progress_name') and (:'schema' is null or schema_id = schema_id(:'schema'))
order by 1;
GO

-- name: column-add
-- For 'rung extension add-column'; the column is its whole definition.
alter table :"table" add :column;
GO

-- name: column-drop
alter table :"table" drop column :"column";
GO
