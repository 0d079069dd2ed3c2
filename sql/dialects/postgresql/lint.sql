-- What 'rung lint' reads between the statements of a migration, on their own connection: only that one sees what its
-- transaction has not committed. Each row is kind, identity, owner, name, and up to four details.

-- name: lint-look
-- A relation: its kind, its storage, how often this transaction has scanned it, 'unique' or 'invalid' of an index, and
-- the columns of an index.
with relations as (
    select
        c.oid,
        c.relkind,
        c.relfilenode,
        i.indrelid,
        i.indkey,
        i.indisunique,
        i.indisvalid,
        (
            select d.refobjid
            from pg_catalog.pg_depend as d
            where
                c.relkind = 'S' and d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
                and d.refclassid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i')
        ) as column_of,
        case n.nspname when 'public' then '' else quote_ident(n.nspname) || '.' end
        || quote_ident(c.relname) as name
    from pg_catalog.pg_class as c
    inner join pg_catalog.pg_namespace as n on c.relnamespace = n.oid
    left join pg_catalog.pg_index as i on c.oid = i.indexrelid
    where
        n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg_temp%'
        and n.nspname not like 'pg_toast_temp%' and c.relkind in ('r', 'p', 'i', 'I', 'm', 'v', 'S')
)

select
    'relation' as kind,
    r.oid::text as identity,
    coalesce(r.indrelid::text, r.column_of::text, '') as owner,
    r.name,
    r.relkind::text as detail_1,
    -- Views and partitioned tables have no rows of their own.
    case when r.relfilenode = 0 then 'none ' || r.oid::text else r.relfilenode::text end as detail_2,
    case
        when r.relkind in ('r', 'p', 'm') then pg_stat_get_xact_numscans(r.oid)::text
        when not r.indisvalid then 'invalid'
        when r.indisunique then 'unique'
        else ''
    end as detail_3,
    coalesce(r.indkey::text, '') as detail_4
from relations as r
union all
-- A column ('attgenerated' is new in PostgreSQL 12): its type, whether it is 'not null', where its value comes from, and its domain's base type.
select
    'column',
    a.attrelid::text || '.' || a.attnum::text,
    a.attrelid::text,
    quote_ident(a.attname),
    pg_catalog.format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then 'not null' else '' end,
    case
        when a.attidentity <> '' then 'identity'
        when coalesce(to_jsonb(a) ->> 'attgenerated', '') <> '' then 'generated'
        when pg_get_expr(d.adbin, d.adrelid) like 'nextval(%' then 'sequence'
        when d.oid is not null then 'default'
        else ''
    end,
    a.attnum::text
from pg_catalog.pg_attribute as a
inner join relations as r on a.attrelid = r.oid and r.relkind in ('r', 'p')
left join pg_catalog.pg_attrdef as d on a.attrelid = d.adrelid and a.attnum = d.adnum
where a.attnum > 0 and not a.attisdropped
union all
-- A constraint: its type, whether it is 'valid', the table that it refers to, and its columns.
select
    'constraint',
    c.oid::text,
    c.conrelid::text,
    quote_ident(c.conname),
    c.contype::text,
    case when c.convalidated then 'valid' else '' end,
    case when c.confrelid = 0 then '' else c.confrelid::text end,
    coalesce(array_to_string(c.conkey, ' '), '')
from pg_catalog.pg_constraint as c
inner join relations as r on c.conrelid = r.oid
where c.contype in ('c', 'f', 'p', 'u', 'x', 'n') and c.conparentid = 0
union all
select 'constraint', c.oid::text, '', quote_ident(c.conname), 'domain', '', '', ''
from pg_catalog.pg_constraint as c
where c.contypid <> 0 and c.contype = 'c' and c.connamespace <> 'information_schema'::regnamespace
union all
-- A lock that this session holds: its mode.
select
    'lock',
    l.relation::text || ' ' || l.mode,
    l.relation::text,
    l.mode,
    '', '', '', ''
from pg_catalog.pg_locks as l
inner join relations as r on l.relation = r.oid
where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.granted
union all
-- An enumerated type.
select
    'enum',
    t.oid::text,
    '',
    case n.nspname when 'public' then '' else quote_ident(n.nspname) || '.' end || quote_ident(t.typname),
    '', '', '', ''
from pg_catalog.pg_type as t
inner join pg_catalog.pg_namespace as n on t.typnamespace = n.oid
where t.typtype = 'e'
union all
-- What programs may use besides: functions, types, schemas and extensions, without what is an extension's.
select
    'object',
    'function ' || p.oid::text,
    '',
    case p.prokind when 'p' then 'procedure ' else 'function ' end
    || case n.nspname when 'public' then '' else quote_ident(n.nspname) || '.' end
    || quote_ident(p.proname),
    '', '', '', ''
from pg_catalog.pg_proc as p
inner join pg_catalog.pg_namespace as n on p.pronamespace = n.oid
left join
    pg_catalog.pg_depend as d
    on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
where
    n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_temp%' and d.objid is null
union all
select
    'object',
    'type ' || t.oid::text,
    '',
    case t.typtype when 'd' then 'domain ' else 'type ' end
    || case n.nspname when 'public' then '' else quote_ident(n.nspname) || '.' end
    || quote_ident(t.typname),
    '', '', '', ''
from pg_catalog.pg_type as t
inner join pg_catalog.pg_namespace as n on t.typnamespace = n.oid
left join pg_catalog.pg_class as c on t.typrelid = c.oid
left join
    pg_catalog.pg_depend as d
    on d.classid = 'pg_catalog.pg_type'::regclass and d.objid = t.oid and d.deptype = 'e'
where
    (t.typtype in ('e', 'd', 'r') or c.relkind = 'c') and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname not like 'pg_temp%' and d.objid is null
union all
select 'object', 'schema ' || n.oid::text, '', 'schema ' || quote_ident(n.nspname), '', '', '', ''
from pg_catalog.pg_namespace as n
where n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'
union all
select 'object', 'extension ' || e.oid::text, '', 'extension ' || quote_ident(e.extname), '', '', '', ''
from pg_catalog.pg_extension as e
union all
select 'setting', s.name, '', s.name, s.setting, '', '', ''
from pg_catalog.pg_settings as s
where s.name in ('lock_timeout', 'statement_timeout');
