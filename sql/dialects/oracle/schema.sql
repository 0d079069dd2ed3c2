-- Queries about a schema.

-- name: schema-objects
-- The names of existing objects; none in a new schema.
select owner || '.' || object_name from all_objects
where owner = coalesce(:'schema', sys_context('userenv', 'current_schema'))
  and object_type in ('TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SEQUENCE', 'PROCEDURE', 'FUNCTION', 'PACKAGE', 'TYPE')
  and object_name not in (:'name', :'progress_name') and generated = 'N'
order by 1 fetch first 3 rows only;

-- name: column-add
-- For 'rung extension add-column'; the column is its whole definition.
alter table :"table" add (:column);

-- name: column-drop
alter table :"table" drop column :"column";
