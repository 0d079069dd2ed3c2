-- name: migrate-ext_mail_0002-up
create table sent (n integer);

-- name: migrate-ext_mail_0002-down
drop table sent;
