-- name: migrate-ext_mail_0001-up
creat table queue (n integer);

-- name: migrate-ext_mail_0001-down
drop table queue;
