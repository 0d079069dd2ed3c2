-- name: migrate-0001-up
create table users (id integer primary key, name text not null);
copy users (id, name) from stdin;
1	Ada
2	Grace
three	Edsger
\.
select 1;
