-- name: migrate-0001-up
create table users (id integer primary key);
insert into users (name) values ('O'Brien');
