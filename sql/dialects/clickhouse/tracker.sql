-- The tracking table: the columns of SQLSpec's, in the same order. It has no sorting key, so that a row can get another
-- version. The rows are few.

-- name: tracker-locate
-- One row if the table exists; it is in the session's database.
select '' as in_schema, 1 as found from system.tables where database = currentDatabase() and name = :'name';

-- name: tracker-create
create table if not exists :"table" (
  version_num String,
  version_type Nullable(String),
  execution_sequence Nullable(Int32),
  description Nullable(String),
  applied_at DateTime64(6, 'UTC') default now64(6),
  execution_time_ms Nullable(Int32),
  checksum Nullable(String),
  applied_by Nullable(String),
  replaces Nullable(String)
) engine = MergeTree order by tuple();

-- name: tracker-columns
-- The names of the existing columns: tables of older versions have fewer.
select name from system.columns where database = currentDatabase() and table = :'name';

-- name: tracker-read
-- Null replaces a column that does not exist. If a row has no execution_sequence, all rows are ordered by time; within
-- one moment, rows without one come first.
select version_num, :version_type as type, :execution_sequence as number, description,
  toString(applied_at) as written_at, execution_time_ms, :checksum as sum, applied_by, :replaces as replaced
from :"table"
order by
  if((select count() from :"table" where :execution_sequence is null) > 0, 0, coalesce(number, 0)),
  written_at, coalesce(number, 0), version_num;

-- name: tracker-claim
-- Every migration runs without a transaction, so that this is not used in a run: the claim is progress-claim.
select throwIf((select count() from :"table" where version_num = :'version') > 0, 'another run was first') format Null;

-- name: tracker-finish
-- Not used either: tracker-record writes the whole row.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description', 0,
  :'checksum', :'author';

-- name: tracker-record
-- The whole row is written when a migration is done. The claim keeps other runs out until then.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  (select dateDiff('millisecond', max(started_at), now64(3)) from :"progress" final
    where version_num = :'version' and gone = 0),
  :'checksum', :'author'
where throwIf((select count() from :"table" where version_num = :'version') > 0, 'another run was first') = 0;

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description', 0,
  :'checksum', :'author'
where throwIf((select count() from :"table" where version_num = :'version') > 0, 'another run was first') = 0;

-- name: tracker-remove
-- If the row does not exist, another run has removed it.
select throwIf((select count() from :"table" where version_num = :'version') = 0, 'another run was first') format Null;
alter table :"table" delete where version_num = :'version' settings mutations_sync = 2;

-- name: tracker-unchanged
-- A row that the run has not seen refuses a downgrade.
select throwIf((select count() from :"table" where execution_sequence > :last) > 0, 'another run was first')
format Null;

-- name: tracker-rename
-- The row of a renamed file gets its new version, and keeps its execution_sequence.
alter table :"table" update
  version_num = :'version', version_type = :'type', checksum = coalesce(:'checksum', checksum),
  description = coalesce(:'description', description)
where version_num = :'old' settings mutations_sync = 2;

-- name: tracker-replace
-- A squashed file replaces the rows of its sources: the first of them becomes its own.
alter table :"table" update
  version_num = :'version', version_type = :'type', description = :'description', checksum = :'checksum',
  replaces = :'replaces'
where version_num = :'old' settings mutations_sync = 2;

-- name: tracker-set-replaces
alter table :"table" update replaces = :'replaces' where version_num = :'version' settings mutations_sync = 2;

-- name: tracker-sign
-- The rows of a baseline get the user who loaded it.
alter table :"table" update applied_by = :'author' where applied_by is null settings mutations_sync = 2;

-- name: tracker-load
-- A row of a dump, without its times and user.
insert into :"table" (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, replaces)
select :'version', :'type', :sequence, :'description', 0, :'checksum', :'replaces';

-- name: tracker-drop
-- 'rung driver test' drops the table that it created.
drop table :"table";
