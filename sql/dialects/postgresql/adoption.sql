-- The histories of other migration tools, for 'rung stamp --from'. Each row is the tool's name of a migration, the time
-- in the zone of the session, the user, and 'applied' or 'failed'; in the order in which they were applied.

-- name: tracker-adopt
-- A row with the time and the user of another tool.
insert into :"table"
  (version_num, version_type, execution_sequence, description, applied_at, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (:next),
  :'description', coalesce(cast(:'applied_at' as timestamp), localtimestamp), 0, :'checksum',
  :'author');

-- name: history-dbmate
select version, null, null, 'applied' from :"history" order by version;

-- name: history-golang-migrate
-- One row: the current version, which is dirty while its migration is unfinished.
select version, null, null, case when dirty then 'failed' else 'applied' end from :"history" where version >= 0;

-- name: history-goose
-- goose adds a row for each step up or down: the last one of a version counts. The version 0 is its first row.
select h.version_id, cast(h.tstamp as timestamp), null, 'applied'
from :"history" as h
where h.version_id > 0 and h.is_applied
  and h.id = (select max(l.id) from :"history" as l where l.version_id = h.version_id)
order by h.id;

-- name: history-sql-migrate
select id, cast(applied_at as timestamp), null, 'applied' from :"history" order by applied_at, id;

-- name: history-flyway
-- An undo, or a later run of a repeatable migration, replaces a row before it. A baseline stands for what was there
-- before.
select
  case when h.type like '%BASELINE' then h.version else h.script end, h.installed_on, h.installed_by,
  case when h.type like '%BASELINE' then 'baseline' when h.success then 'applied' else 'failed' end
from :"history" as h
where h.type in ('SQL', 'JDBC', 'BASELINE', 'SQL_BASELINE', 'SCRIPT')
  and not exists (
    select 1 from :"history" as l
    where l.installed_rank > h.installed_rank and (
      l.version = h.version and l.type in ('UNDO_SQL', 'DELETE')
      or l.version is null and h.version is null and l.script = h.script))
order by h.installed_rank;

-- name: history-sqlx
select version, cast(installed_on as timestamp), null, case when success then 'applied' else 'failed' end
from :"history" order by version;

-- name: history-diesel
select version, run_on, null, 'applied' from :"history" order by run_on, version;

-- name: history-refinery
select version, cast(cast(applied_on as timestamp with time zone) as timestamp), null, 'applied'
from :"history" order by version;

-- name: history-prisma
select
  migration_name, cast(finished_at as timestamp), null,
  case when finished_at is null then 'failed' else 'applied' end
from :"history" where rolled_back_at is null order by started_at, migration_name;

-- name: history-yoyo
select
  m.migration_id, cast(m.applied_at_utc at time zone 'UTC' as timestamp),
  (select l.username from _yoyo_log as l where l.migration_id = m.migration_id and l.operation = 'apply'
    order by l.created_at_utc desc limit 1),
  'applied'
from :"history" as m order by m.applied_at_utc, m.migration_id;

-- name: history-alembic
select version_num, null, null, 'applied' from :"history" order by version_num;

-- name: history-sqitch
select change, cast(committed_at as timestamp), committer_name, 'applied' from :"history" order by committed_at;

-- name: history-knex
select name, cast(migration_time as timestamp), null, 'applied' from :"history" order by id;

-- name: history-drizzle
-- The time in this table is that of the file.
select created_at, null, null, 'applied' from :"history" order by created_at;

-- name: history-graphile-migrate
select filename, cast(date as timestamp), null, 'applied' from :"history" order by filename;

-- name: history-rails
select version, null, null, 'applied' from :"history" order by version;
