-- The rights that a role lacks, as the statements that give them. The catalog is asked, because the words of an error
-- depend on the server's language. Each row has a statement, the role that may run it (null: an administrator), and
-- whether the right is that of the object's owner.

-- name: rights-tracker
-- For Rung's own tables; what the scope 'write' needs depends on whether they are there.
with
wanted as (
  select
    n.oid, n.nspname, pg_catalog.pg_get_userbyid(n.nspowner) as owner,
    :'scope' = 'create' or :'scope' = 'write' and not exists (
      select from pg_catalog.pg_class as c where c.relnamespace = n.oid and c.relname = :'name') as creates
  from pg_catalog.pg_namespace as n
  where n.nspname = coalesce(:'schema', current_schema())
),
lacking as (
  select
    1 as place, format('schema %I', w.nspname) as object, r.name as privilege,
    -- Since PostgreSQL 15 this role stands for the owner of the database.
    case when w.owner = 'pg_database_owner'
      then (select pg_catalog.pg_get_userbyid(datdba) from pg_catalog.pg_database where datname = current_database())
      else w.owner end as owner, r.number
  from wanted as w
  cross join (values (1, 'usage'), (2, 'create')) as r (number, name)
  where not has_schema_privilege(w.oid, r.name) and (r.name = 'usage' or w.creates)
  union all
  select
    case c.relname when :'name' then 2 else 3 end, format('%I.%I', w.nspname, c.relname), r.name,
    pg_catalog.pg_get_userbyid(c.relowner), r.number
  from wanted as w
  join pg_catalog.pg_class as c on c.relnamespace = w.oid and c.relname in (:'name', :'progress_name')
  cross join (values (1, 'select'), (2, 'insert'), (3, 'update'), (4, 'delete')) as r (number, name)
  where not has_table_privilege(c.oid, r.name) and (r.name = 'select' or :'scope' <> 'read')
)
select
  format('grant %s on %s to %I;', string_agg(privilege, ', ' order by number), object, current_user), owner, false
from lacking
group by place, object, owner
order by place;

-- name: rights-missing
-- For a statement that was refused, or a connection (then it is empty). The message names an object, in every language,
-- but neither its schema nor what was to be done with it; the statement says that. There is a row only if exactly one
-- object has the name and is used in a way that this role may not use it.
with
denied as (
  select :'message' as message, regexp_replace(lower(:'statement'), '\s+', ' ', 'g') as statement
),
thing as (
  select
    kind, id, name, owner, written, altered,
    -- In the pattern for the object: its name, perhaps with its schema, each perhaps in quotes.
    -- Blanks are collapsed as in the statement, and a quote within a quoted name is doubled.
    case when schema is not null then format('("?%s"? ?\. ?)?', regexp_replace(
      replace(regexp_replace(lower(schema), '\s+', ' ', 'g'), '"', '""'), '(\W)', '\\\1', 'g'))
      else '' end
    || format('"?%s"?(?![a-z0-9_$])', regexp_replace(
      replace(regexp_replace(lower(name), '\s+', ' ', 'g'), '"', '""'), '(\W)', '\\\1', 'g')) as pattern
  from denied
  cross join (
    select
      case c.relkind when 'S' then 'sequence' else 'table' end as kind, c.oid as id, c.relname::text as name,
      n.nspname::text as schema, c.relowner as owner,
      case c.relkind when 'S' then 'sequence ' else '' end || format('%I.%I', n.nspname, c.relname) as written,
      case c.relkind
        when 'S' then 'sequence ' when 'v' then 'view ' when 'm' then 'materialized view '
        when 'f' then 'foreign table '
        else 'table ' end || format('%I.%I', n.nspname, c.relname) as altered
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind not in ('i', 'I', 't', 'c')
    union all
    -- An index belongs to the owner of its table.
    select 'table', c.oid, c.relname, n.nspname, t.relowner, '', format('table %I.%I', s.nspname, t.relname)
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as c on c.oid = i.indexrelid
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_class as t on t.oid = i.indrelid
    join pg_catalog.pg_namespace as s on s.oid = t.relnamespace
    union all
    select 'schema', oid, nspname, null, nspowner, format('schema %I', nspname), format('schema %I', nspname)
    from pg_catalog.pg_namespace
    union all
    select
      'routine', p.oid, p.proname, n.nspname, p.proowner, r.written, r.written
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    cross join lateral (
      select format('routine %I.%I(%s)', n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid))
    ) as r (written)
    union all
    select 'type', t.oid, t.typname, n.nspname, t.typowner, r.written, r.written
    from pg_catalog.pg_type as t
    join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
    cross join lateral (select format('type %I.%I', n.nspname, t.typname)) as r (written)
    -- Tables have types of their own.
    where t.typrelid = 0 or exists (select from pg_catalog.pg_class where oid = t.typrelid and relkind = 'c')
    union all
    select 'database', oid, datname, null, datdba, format('database %I', datname), format('database %I', datname)
    from pg_catalog.pg_database
  ) as every
  where strpos(message, name) > 0
    and message ~ ('(^|[^A-Za-z0-9_$])' || regexp_replace(name, '(\W)', '\\\1', 'g') || '($|[^A-Za-z0-9_$])')
),
-- What a statement needs where it matches a pattern; '@' stands for the object.
need (kind, number, privilege, pattern) as (
  values
  ('table', 1, 'select', '(?<!delete )\m(from|join|like) (only )?@'),
  ('table', 1, 'select', '\m(update|delete from|into) (only )?@.*\m(where|returning|on conflict)\M'),
  ('table', 1, 'select', '^copy @.*\mto\M'),
  ('table', 2, 'insert', '(?<!merge )\minto @|^copy @.*\mfrom\M'),
  ('table', 3, 'update', '\mupdate (only )?@|\minto @.*\mdo update\M'),
  ('table', 4, 'delete', '\mdelete from (only )?@'),
  ('table', 5, 'truncate', '^truncate (table )?(only )?@'),
  ('table', 6, 'references', '\mreferences @'),
  ('table', 7, 'trigger', '^create (or replace )?(constraint )?trigger .* on @'),
  ('table', 0, 'own', '^(alter|comment on|refresh|reindex|cluster) [a-z ]*@|^drop .*@'),
  ('table', 0, 'own', '^create (unique )?index .* on (only )?@|^create or replace [a-z ]*view @'),
  ('table', 0, 'own', '^create (policy .* on|(or replace )?rule .* to) @'),
  ('sequence', 1, 'usage', '^(with|insert|copy)\M|\m(nextval|currval) ?\('),
  ('sequence', 2, 'select', '\mfrom @'),
  ('sequence', 3, 'update', '\msetval ?\('),
  ('sequence', 0, 'own', '^(alter|drop|comment on) [a-z ]*@'),
  ('routine', 1, 'execute', '(?<!(function|procedure|routine|aggregate) )@ ?\('),
  ('routine', 0, 'own',
    '^(alter|drop|comment on|create or replace) (function|procedure|routine|aggregate) (if exists )?@'),
  ('type', 0, 'own', '^(alter|drop|comment on) (type|domain) (if exists )?@'),
  ('schema', 1, 'usage', '@ ?\.'),
  ('schema', 0, 'own', '^(alter|drop|comment on) schema (if exists )?@'),
  ('database', 1, 'connect', '^$'),
  ('database', 1, 'create', '^create (schema|publication|subscription)\M'),
  ('database', 0, 'own', '^(alter|drop|comment on) database (if exists )?@')
),
used as (
  select thing.kind, thing.id, thing.owner, thing.written, thing.altered, need.number, need.privilege
  from denied
  cross join thing
  join need on need.kind = thing.kind and denied.statement ~ replace(need.pattern, '@', thing.pattern)
  union
  -- A schema is often not named where something is created in it.
  select kind, id, owner, written, altered, 2, 'create'
  from denied
  cross join thing
  where kind = 'schema'
    and case when has_schema_privilege(id, 'usage') then statement ~ '^(create|alter)\M|\minto\M'
      else statement ~ ('^create [a-z ]*' || pattern || ' ?\.') end
),
lacking as (
  select * from used
  where not case
    when privilege = 'own' then pg_has_role(owner, 'usage')
    when kind = 'table' then has_table_privilege(id, privilege)
    -- One of two rights is enough for nextval.
    when kind = 'sequence' then has_sequence_privilege(id, privilege)
      or privilege = 'usage' and has_sequence_privilege(id, 'update')
    when kind = 'schema' then has_schema_privilege(id, privilege)
    when kind = 'routine' then has_function_privilege(id, privilege)
    else has_database_privilege(id, privilege)
  end
  and (
    privilege <> 'create' or kind <> 'database'
    or id = (select oid from pg_catalog.pg_database where datname = current_database()))
),
-- What belongs to no object.
special (pattern, attribute, is_there) as (
  select '^create database\M', 'createdb', rolcreatedb from pg_catalog.pg_roles where rolname = current_user
  union all
  select '^create (role|group|user(?! mapping))\M', 'createrole', rolcreaterole
  from pg_catalog.pg_roles where rolname = current_user
)
select
  case
    when min(number) > 0 then
      format('grant %s on %s to %I;', string_agg(privilege, ', ' order by number), written, current_user)
    -- A member of a superuser's role could become a superuser.
    when (select rolsuper from pg_catalog.pg_roles where oid = owner) then
      format('alter %s owner to %I;', altered, current_user)
    else format('grant %I to %I;', pg_catalog.pg_get_userbyid(owner), current_user)
  end,
  case pg_catalog.pg_get_userbyid(owner)
    when 'pg_database_owner'
      then (select pg_catalog.pg_get_userbyid(datdba) from pg_catalog.pg_database where datname = current_database())
    else pg_catalog.pg_get_userbyid(owner) end,
  min(number) = 0
from lacking
where (select count(distinct (kind, id)) from lacking) = 1
  -- The owner has every other right.
  and (number = 0 or not exists (select from lacking where number = 0))
group by owner, written, altered
union all
select format('alter role %I %s;', current_user, attribute), null, false
from denied
join special on not is_there and statement ~ pattern
union all
-- Since PostgreSQL 13 an extension may be one that the database's users may create.
select
  format('grant create on database %I to %I;', current_database(), current_user),
  pg_catalog.pg_get_userbyid(d.datdba), false
from denied
join pg_catalog.pg_database as d on d.datname = current_database() and not has_database_privilege(d.oid, 'create')
where statement ~ '^create extension\M' and exists (
  select from pg_catalog.pg_available_extension_versions as v
  where to_jsonb(v) ->> 'trusted' = 'true'
    and statement ~ ('^create extension (if not exists )?"?' || regexp_replace(v.name, '(\W)', '\\\1', 'g')
      || '"?(?![a-z0-9_$])'));
