-- name: migrate-0001-up
create table users (id integer primary key, name text not null);
copy users from '/no/such/file.csv' with csv;
