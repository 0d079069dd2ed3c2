-- name: migrate-0001-up
create table users (id integer primary key);
\copy users from 'users.csv' with csv
