-- name: migrate-0001-up
create table users (id integer, name text);
copy users from stdin;
1	Ada
2	Grace
