-- name: migrate-0001-up
create table users (id integer primary key);
begin;
insert into users values (1);
commit;
