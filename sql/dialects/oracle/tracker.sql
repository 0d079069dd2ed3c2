-- The tracking table, shared with SQLSpec: the same columns and types, in the same order. SQLSpec has no REPLACES
-- here, and ignores it.

-- name: tracker-locate
-- The schema that the table is in, or would be created in, and whether the table exists.
select coalesce(:'schema', sys_context('userenv', 'current_schema')) as in_schema,
  (select count(*) from all_tables
    where owner = coalesce(:'schema', sys_context('userenv', 'current_schema')) and table_name = :'name') as found
from dual;

-- name: tracker-create
-- Only releases from 23 on have 'if not exists'. If another run was first, ORA-00955 is reported, which is harmless.
whenever sqlerror continue none
create table :"table" (
  version_num VARCHAR2(32) PRIMARY KEY,
  version_type VARCHAR2(16),
  execution_sequence INTEGER,
  description VARCHAR2(2000),
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  execution_time_ms INTEGER,
  checksum VARCHAR2(64),
  applied_by VARCHAR2(255),
  replaces VARCHAR2(4000)
);
whenever sqlerror exit failure rollback

-- name: tracker-columns
-- The names of the existing columns: tables of older versions have fewer, and SQLSpec's lack REPLACES.
select lower(column_name) from all_tab_columns where owner = :'schema' and table_name = :'name';

-- name: tracker-read
-- Null replaces a column that does not exist. If a row has no execution_sequence, all rows are ordered by time; within
-- one second, rows without one come first.
select version_num, :version_type, :execution_sequence, description,
  to_char(applied_at, 'YYYY-MM-DD HH24:MI:SS.FF6'), execution_time_ms, :checksum, applied_by, :replaces
from :"table"
order by
  case when exists (select 1 from :"table" where :execution_sequence is null) then 0 else :execution_sequence end,
  applied_at, coalesce(:execution_sequence, 0), version_num;

-- name: time-zone
-- The zone of the times in the tracking table.
select sessiontimezone as time_zone from dual;

-- name: tracker-claim
-- The row is written after the migration runs, because a called or executed procedure may commit, and would commit the
-- row. An existing row is refused: two rows of its version are inserted then, and otherwise none. The session keeps
-- the start time, in milliseconds since 1970.
insert into :"table" (version_num)
select :'version' from (select 1 from dual union all select 2 from dual)
where exists (select 1 from :"table" where version_num = :'version');
call dbms_application_info.set_client_info(
  (cast(sys_extract_utc(systimestamp) as date) - date '1970-01-01') * 86400000
    + to_number(to_char(systimestamp, 'FF3')));

-- name: tracker-finish
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  (cast(sys_extract_utc(systimestamp) as date) - date '1970-01-01') * 86400000
    + to_number(to_char(systimestamp, 'FF3')) - to_number(sys_context('userenv', 'client_info')),
  :'checksum', :'author');

-- name: tracker-record
-- For a migration that ran without a transaction: the whole row is written when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  (select (cast(sys_extract_utc(systimestamp) as date) - cast(sys_extract_utc(started_at) as date)) * 86400000
      + to_number(to_char(systimestamp, 'FF3')) - to_number(to_char(started_at, 'FF3'))
    from :"progress" where version_num = :'version'),
  :'checksum', :'author');

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description', 0, :'checksum',
  :'author');

-- name: tracker-remove
-- If the row does not exist, another run has removed it. The insert then fails, because a key must not be null;
-- otherwise it inserts nothing.
insert into :"table" (version_num)
select null from dual where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';

-- name: tracker-rename
-- The row of a renamed file gets its new version, and keeps its execution_sequence.
update :"table"
set version_num = :'version', version_type = :'type', checksum = coalesce(:'checksum', checksum),
  description = coalesce(:'description', description)
where version_num = :'old';

-- name: tracker-replace
-- A squashed file replaces the rows of its sources: the first of them becomes its own.
update :"table"
set version_num = :'version', version_type = :'type', description = :'description', checksum = :'checksum',
  replaces = :'replaces'
where version_num = :'old';

-- name: tracker-set-replaces
update :"table" set replaces = :'replaces' where version_num = :'version';

-- name: tracker-sign
-- The rows of a baseline get the user who loaded it.
update :"table" set applied_by = :'author' where applied_by is null;

-- name: tracker-load
-- A row of a dump, without its times and user.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, replaces)
values (:'version', :'type', :sequence, :'description', 0, :'checksum', :'replaces');

-- name: tracker-drop
-- 'rung driver test' drops the table that it created.
drop table :"table";
