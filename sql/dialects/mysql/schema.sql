-- Queries that read a schema.

-- name: schema-objects
-- The names of existing objects; none in a new database.
select name
from (
  select table_name as name from information_schema.tables
  where table_schema = database() and table_name not in (:'name', :'progress_name')
  union all
  select routine_name from information_schema.routines where routine_schema = database()
  union all
  select event_name from information_schema.events where event_schema = database()
) as objects
order by name limit 3;

-- name: schema-refusals
-- Objects that no dump can restore: MariaDB reports a binary default as text, with question marks for other bytes.
select concat('the default of ', table_name, '.', column_name, ' is binary') from information_schema.columns
where table_schema = database() and data_type in ('binary', 'varbinary') and column_default like '''%?%'''
union all
-- MariaDB up to 10.11.18 does not write quotes twice in the names of foreign keys; nor do later ones in names that they
-- make of the table's.
select concat('the foreign key ', constraint_name, ' has a quote in its name') from information_schema.referential_constraints
where constraint_schema = database() and constraint_name like '%`%';

-- name: database-locale
-- The properties that a database must share with its copy.
select default_character_set_name, default_collation_name, ''
from information_schema.schemata where schema_name = database();

-- name: database-create
create database :"database" character set :encoding collate :collate;

-- name: database-make
-- For 'rung db create', with the server's own character set.
create database :"database";

-- name: database-unmake
-- For 'rung db drop'; it is refused while somebody is connected, where the server knows that.
drop database :"database";

-- name: database-drop
drop database if exists :"database";

-- name: column-add
-- For 'rung extension add-column'; the column is its whole definition.
alter table :"table" add column :column;

-- name: column-drop
alter table :"table" drop column :"column";

-- name: column-add-key
alter table :"table" add constraint :"name" :key;

-- name: column-drop-key
-- A column that a foreign key needs cannot be dropped before the key.
alter table :"table" drop foreign key :"name";
