-- What 'rung lint' reads between the statements of a migration. Each row is kind, identity, owner, name, and up to five
-- details. A table is known by its name.

-- name: lint-look
select
    'relation',
    lower(t.table_name),
    '',
    t.table_name,
    case when t.table_type like '%VIEW' then 'v' when t.table_type = 'SEQUENCE' then 'S' else 'r' end,
    concat('name ', t.table_name),
    '',
    '',
    ''
from information_schema.tables as t
where t.table_schema = database()
union all
select
    'relation',
    lower(concat(s.table_name, '.', s.index_name)),
    lower(s.table_name),
    s.index_name,
    'i',
    concat(s.table_name, '.', s.index_name),
    case when max(s.non_unique) = 0 then 'unique' else '' end,
    group_concat(lower(s.column_name) order by s.seq_in_index separator ' '),
    ''
from information_schema.statistics as s
where s.table_schema = database()
group by s.table_name, s.index_name
union all
select
    'column',
    lower(concat(c.table_name, '.', c.column_name)),
    lower(c.table_name),
    c.column_name,
    c.column_type,
    case when c.is_nullable = 'NO' then 'not null' else '' end,
    case
        when c.extra like '%auto_increment%' then 'identity'
        when c.extra like '%VIRTUAL%' or c.extra like '%STORED%' then 'generated'
        when c.column_default <> 'NULL' then 'default'
        else ''
    end,
    c.ordinal_position,
    ''
from information_schema.columns as c
where c.table_schema = database()
union all
select
    'constraint',
    lower(concat(r.table_name, '.', r.constraint_name)),
    lower(r.table_name),
    r.constraint_name,
    'f',
    'valid',
    lower(r.referenced_table_name),
    (
        select group_concat(lower(k.column_name) order by k.ordinal_position separator ' ')
        from information_schema.key_column_usage as k
        where
            k.constraint_schema = r.constraint_schema and k.constraint_name = r.constraint_name
            and k.table_name = r.table_name
    ),
    r.delete_rule
from information_schema.referential_constraints as r
where r.constraint_schema = database()
union all
-- The server's own limit is a day or a year, which is none.
select
    'setting', 'lock_timeout', '', 'lock_timeout', case when @@lock_wait_timeout >= 3600 then '0' else 'set' end,
    '', '', '', '';

-- name: lint-storage
-- Where the rows of a table are: another number once they have been copied, the same after a rename. Who may not ask
-- does without.
select substring_index(substring_index(t.name, '/', -1), '#', 1), min(t.table_id)
from information_schema.innodb_tables as t
where t.name like concat(database(), '/%')
group by 1;

-- name: lint-alter-instant
:statement, algorithm = instant;

-- name: lint-alter-online
:statement, algorithm = inplace, lock = none;

-- name: lint-alter-shared
:statement, algorithm = inplace, lock = shared;

-- name: lint-index-online
:statement algorithm = inplace lock = none;

-- name: lint-index-shared
:statement algorithm = inplace lock = shared;
