-- name: migrate-0001-up
/* who logs in /* and who does not */
create table users (id integer primary key);
