-- name: migrate-0002-up
create table parent_new (id integer primary key, name text not null);
insert into parent_new select * from parent;
drop table parent;
alter table parent_new rename to parent;
