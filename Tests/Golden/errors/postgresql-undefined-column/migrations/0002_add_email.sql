-- name: migrate-0002-up
insert into users (id, name) values (1, 'Ada');
update users set nam = 'Grace';
