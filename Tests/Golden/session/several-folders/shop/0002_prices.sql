-- name: migrate-0002-up
create table prices (id integer primary key);

-- name: migrate-0002-down
drop table prices;
