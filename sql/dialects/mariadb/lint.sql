-- What is otherwise in MariaDB.

-- name: lint-storage
select substring_index(substring_index(t.name, '/', -1), '#', 1), min(t.table_id)
from information_schema.innodb_sys_tables as t
where t.name like concat(database(), '/%')
group by 1;
