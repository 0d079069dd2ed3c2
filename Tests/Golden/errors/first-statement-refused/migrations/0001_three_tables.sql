-- transactional: false
-- name: migrate-0001-up
crate table a (id integer primary key);
insert into a values (1);
insert into missing values (1);
create table c (id integer);

-- name: migrate-0001-down
drop table c;
drop table missing;
drop table a;
