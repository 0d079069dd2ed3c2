-- The rights that a user lacks, as the statements that give them, to the account that the server took the client for.
-- Each row has a statement, who may run it (null: an administrator), and whether the right is that of an owner, which
-- no object has here.

-- name: rights-tracker
-- For Rung's own tables. A user may not see which rights it has through a role, so all of them are here.
select
  concat(
    'grant ', case :'scope' when 'read' then 'select' else 'create, select, insert, update, delete' end,
    ' on `', replace(database(), '`', '``'), '`.`', replace(name, '`', '``'), '` to ', account, ';'),
  null, 0
from (select :'name' as name, 1 as place union all select :'progress_name', 2) as tables
cross join (
  select concat(
    -- The name may have an '@'; the host cannot.
    quote(regexp_replace(current_user(), '@[^@]*$', '')), '@', quote(regexp_substr(current_user(), '[^@]*$'))) as account
) as who
order by place;

-- name: rights-missing
-- For a statement that was refused, or a connection (then it is empty), if the message names one object and this user:
-- a procedure or a view may work as another one. The number of the error is at the end of the message. The right is in
-- capitals in every language, and comes before the user. In the name of a database, '_' stands for any character,
-- unless it is escaped.
select
  concat(
    'grant ', lower(privilege), ' on ',
    case
      when error = '(1227)' then '*.*'
      -- A view that is not there yet cannot be named.
      when error = '(1044)' or privilege = 'CREATE VIEW'
        then concat(replace(replace(base, '_', '\\_'), '%', '\\%'), '.*')
      else concat(base, '.', relation) end,
    ' to ', quote(name), '@', quote(host), ';'),
  null, 0
from (
  select
    error, name, host,
    case error
      when '(1142)' then regexp_substr(message, '(?-i)[A-Z]{2,}(,? [A-Z]{2,})*')
      -- Of several rights, one is enough; the last is the narrowest.
      when '(1227)' then regexp_substr(message, '(?-i)[A-Z]{2,}([_ ][A-Z]{2,})*(?=[^A-Z]*[(]1227[)])')
      when '(1044)' then case
        -- A user with no right in a database cannot connect to it; Rung's own tables need these.
        when statement = '' then 'create, select, insert, update, delete'
        when statement regexp '^create[[:space:]]+(database|schema)' then 'create'
        when statement regexp '^drop[[:space:]]+(database|schema)' then 'drop'
        when statement regexp '^alter[[:space:]]+(database|schema)' then 'alter'
        when statement regexp '^create[[:space:]]+temporary[[:space:]]' then 'create temporary tables'
        when statement regexp '^create[[:space:]].*(function|procedure)[[:space:]]' then 'create routine'
        when statement regexp '^(create|alter|drop)[[:space:]].*event[[:space:]]' then 'event' end
    end as privilege,
    case
      when error = '(1044)'
        then concat('`', replace(regexp_substr(message, '(?<='')[^'']+(?='' [(]1044[)]$)'), '`', '``'), '`')
      when names <> '' then regexp_substr(names, '^`([^`]|``)+`')
      when statement not like '%.%' then concat('`', replace(database(), '`', '``'), '`') end as base,
    case
      when names <> '' then regexp_substr(names, '`([^`]|``)+`$')
      else concat('`', replace(regexp_substr(message, '(?<='')[^'']+(?='' [(]1142[)]$)'), '`', '``'), '`')
    end as relation
  from (
    select
      :'message' as message, substring_index(:'message', ' ', -1) as error, lower(trim(:'statement')) as statement,
      -- MariaDB names the database, too; MySQL names the table alone.
      coalesce(regexp_substr(:'message', '`([^`]|``)+`[.]`([^`]|``)+`(?= [(]1142[)]$)'), '') as names,
      regexp_replace(current_user(), '@[^@]*$', '') as name, regexp_substr(current_user(), '[^@]*$') as host
  ) as denied
  where error = '(1227)' or locate(concat('''', name, '''@'''), message) > 0
) as rights
where privilege <> '' and privilege not like '%GRANT%';
