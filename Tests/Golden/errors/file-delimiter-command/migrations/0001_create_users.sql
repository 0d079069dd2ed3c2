-- name: migrate-0001-up
DELIMITER //
create table users (id integer primary key)//
DELIMITER ;
