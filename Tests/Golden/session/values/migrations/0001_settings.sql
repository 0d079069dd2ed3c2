-- values: on

-- name: migrate-0001-up
create table :"settings_table" (name text primary key, value text); -- :'region' here is a comment
insert into :"settings_table" values ('region', :'region'), ('key', :'api_key');

-- name: migrate-0001-down
drop table :"settings_table";
