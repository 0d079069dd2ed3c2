-- name: migrate-ext_audit_0001-up
create table log (n integer);

-- name: migrate-ext_audit_0001-down
drop table log;
