-- Whether a statement that does not run in a transaction has run, when a run was killed before it could note that. Each
-- query has one value: the state of what the statement creates or removes. The holes hold names as the migration
-- writes them, because PostgreSQL reads such names itself.

-- name: look-table
-- Tables, views, sequences and indexes share their names.
select case when to_regclass(:'object') is null then 'absent' else 'there' end;

-- name: look-index
-- CREATE INDEX CONCURRENTLY leaves an invalid index when it is stopped.
select coalesce(
  (select case when i.indisvalid then 'there' else 'invalid' end
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as c on c.oid = i.indexrelid
    where i.indrelid = to_regclass(:'relation') and c.relname = :'object_name'),
  'absent');

-- name: look-rebuild
-- REINDEX CONCURRENTLY leaves an invalid copy of the index when it is stopped.
select coalesce(
  (select case when indisvalid then 'there' else 'invalid' end
    from pg_catalog.pg_index where indexrelid = to_regclass(:'object')),
  'absent');

-- name: look-database
select case when exists (select 1 from pg_catalog.pg_database where datname = :'object_name')
  then 'there' else 'absent' end;

-- name: look-label
-- A value of an enumeration.
select case
  when exists (select 1 from pg_catalog.pg_enum where enumtypid = to_regtype(:'relation') and enumlabel = :'object')
  then 'there' else 'absent' end;

-- name: remove-invalid
-- Only an index that was not there before the statement, and is invalid since.
drop index concurrently if exists :"quoted_object";
