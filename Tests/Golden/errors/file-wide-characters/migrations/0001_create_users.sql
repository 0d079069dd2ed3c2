-- name: migrate-0001-up
create table a (x text);
	insert into a values ('山田太郎 😀'),	('Žofie'), (missing);
