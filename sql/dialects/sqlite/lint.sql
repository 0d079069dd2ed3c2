-- What 'rung lint' reads between the statements of a migration. Each row is kind, identity, owner, name, and up to five
-- details. SQLite knows a table by its name, so the name is its identity; a rename keeps the page where its rows begin.

-- name: lint-look
select
    'relation',
    lower(s.name),
    case when s.type = 'index' then lower(s.tbl_name) else '' end,
    s.name,
    case s.type when 'index' then 'i' when 'view' then 'v' else 'r' end,
    -- With auto_vacuum, a table moves when another one is dropped.
    case
        when s.rootpage > 0 and (select v.auto_vacuum from pragma_auto_vacuum as v) = 0 then s.rootpage
        else 'none ' || s.name
    end,
    '',
    case
        when s.type = 'index'
            then coalesce((select group_concat(lower(i.name), ' ') from pragma_index_info(s.name) as i), '')
        else ''
    end,
    ''
from sqlite_schema as s
where s.type in ('table', 'index', 'view') and s.name not like 'sqlite\_%' escape '\'
union all
-- A primary key of one column needs no index of its own, and that of a unique column has no text.
select 'relation', lower(s.name) || ' ' || i.name, lower(s.name), i.name, 'i', i.name, 'unique',
    coalesce((select group_concat(lower(x.name), ' ') from pragma_index_info(i.name) as x), ''), ''
from sqlite_schema as s, pragma_index_list(s.name) as i
where s.type = 'table' and i.origin <> 'c'
union all
select 'relation', lower(s.name) || ' key', lower(s.name), s.name, 'i', lower(s.name) || ' key', 'unique', lower(c.name),
    ''
from sqlite_schema as s, pragma_table_xinfo(s.name) as c
where s.type = 'table' and c.pk = 1 and upper(c.type) = 'INTEGER'
union all
select
    'column',
    lower(s.name) || '.' || lower(c.name),
    lower(s.name),
    c.name,
    c.type,
    case when c."notnull" then 'not null' else '' end,
    case when c.hidden > 1 then 'generated' when c.dflt_value is not null then 'default' else '' end,
    c.cid,
    ''
from sqlite_schema as s, pragma_table_xinfo(s.name) as c
where s.type = 'table' and s.name not like 'sqlite\_%' escape '\'
union all
select
    'constraint',
    lower(s.name) || ' ' || f.id,
    lower(s.name),
    s.name || ' ' || f.id,
    'f',
    'valid',
    lower(f."table"),
    group_concat(lower(f."from"), ' '),
    f.on_delete
from sqlite_schema as s, pragma_foreign_key_list(s.name) as f
where s.type = 'table' and s.name not like 'sqlite\_%' escape '\'
group by s.name, f.id
union all
select 'setting', 'foreign_keys', '', 'foreign_keys', f.foreign_keys, '', '', '', '' from pragma_foreign_keys as f;
