-- What is otherwise in MariaDB.

-- name: lint-storage
select lower(substring_index(t.name, '/', -1)), t.table_id
from information_schema.innodb_sys_tables as t
where t.name like concat(database(), '/%');
