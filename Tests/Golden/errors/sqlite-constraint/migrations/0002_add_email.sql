-- name: migrate-0002-up
insert into users (id, name) values (1, 'Ada');

-- Grace is new.
insert into users (id, name) values (1, 'Grace');
