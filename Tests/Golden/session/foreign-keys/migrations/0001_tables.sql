-- name: migrate-0001-up
create table parent (id integer primary key, name text);
create table child (id integer primary key, parent integer references parent (id) on delete cascade);
insert into parent values (1, 'a'), (2, 'b');
insert into child values (1, 1), (2, 1), (3, 2);
