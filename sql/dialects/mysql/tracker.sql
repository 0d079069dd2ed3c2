-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- Whether the table exists, and whether the progress table does. No schema is given, because it would be the database.
-- Letters are compared as the server compares table names.
select '',
  exists (
    select 1 from information_schema.tables
    where table_schema = database() and table_type = 'BASE TABLE' and table_name = :'name'
      and (@@lower_case_table_names <> 0 or cast(table_name as binary) = cast(:'name' as binary))),
  exists (
    select 1 from information_schema.tables
    where table_schema = database() and table_type = 'BASE TABLE' and table_name = :'progress_name'
      and (@@lower_case_table_names <> 0 or cast(table_name as binary) = cast(:'progress_name' as binary)));

-- name: tracker-create
-- Descriptions and users' names may be in any script, whatever the database's character set.
create table if not exists :"table" (
  `version_num` VARCHAR(32) PRIMARY KEY,
  `version_type` VARCHAR(16),
  `execution_sequence` INT,
  `description` TEXT,
  `applied_at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP(),
  `execution_time_ms` INT,
  `checksum` VARCHAR(64),
  `applied_by` VARCHAR(255),
  `replaces` TEXT
) character set utf8mb4;

-- name: tracker-columns
-- The names of the existing columns: tables of older versions have fewer.
select column_name from information_schema.columns where table_schema = database() and table_name = :'name';

-- name: tracker-read
-- Null replaces a column that does not exist. If a row has no execution_sequence, all rows are ordered by time; within
-- one second, rows without one come first.
select version_num, :version_type, :execution_sequence, description, applied_at, execution_time_ms, :checksum,
  applied_by, :replaces
from :"table"
order by
  case when exists (select 1 from :"table" where :execution_sequence is null) then 0 else :execution_sequence end,
  applied_at, coalesce(:execution_sequence, 0), version_num;

-- name: time-zone
-- The zone of the times in the tracking table; where the session that wrote a row had another one, this is not known.
select if(@@session.time_zone = 'SYSTEM', @@system_time_zone, @@session.time_zone);

-- name: tracker-next
-- The execution_sequence of the next row; statements that insert one contain this query as :next.
select coalesce(max(execution_sequence), 0) + 1 as number from :"table";

-- name: tracker-next-after
-- The same, where the same script has written the row before, so that the key finds it.
select coalesce(max(execution_sequence), 0) + 1 as number from :"table" where version_num = :'previous';

-- name: tracker-claim
-- The row is written after the migration runs, because a called or executed procedure may commit, and would commit the
-- row. An existing row is refused: two rows of its version are inserted then, and otherwise none.
insert into :"table" (version_num)
select :'version' from (select 1 union all select 2) as twice
where exists (select 1 from :"table" where version_num = :'version');
set @rung_started_at = utc_timestamp(3);

-- name: tracker-finish
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', counted.number, :'description',
  timestampdiff(microsecond, @rung_started_at, utc_timestamp(3)) div 1000, :'checksum', :'author'
from (:next) as counted;

-- name: tracker-record
-- For a migration that ran without a transaction: the whole row is written when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', counted.number, :'description',
  (select timestampdiff(microsecond, started_at, utc_timestamp(3)) div 1000 from :"progress"
    where version_num = :'version'),
  :'checksum', :'author'
from (:next) as counted;

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', counted.number, :'description', 0, :'checksum', :'author'
from (:next) as counted;

-- name: tracker-remove
-- If the row does not exist, another run has removed it. Then two rows of its version are inserted, which the key
-- refuses under any sql_mode; otherwise nothing is inserted.
insert into :"table" (version_num)
select :'version' from (select 1 union all select 2) as twice
where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';

-- name: tracker-unchanged
-- A row that the run has not seen is inserted again, which the key refuses. A balancer may have answered from a replica
-- that was behind.
insert into :"table" (version_num) select version_num from :"table" where execution_sequence > :last;

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
