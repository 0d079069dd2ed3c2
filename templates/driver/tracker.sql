-- The tracking table, shared with SQLSpec: the same columns and types, in the same order.

-- name: tracker-locate
-- One row if the table is there; its schema, or nothing where there are none, and 1.
select '', 1 from information_schema.tables where table_name = :'name';

-- name: tracker-create
create table if not exists :"table" (
  "version_num" VARCHAR(32) PRIMARY KEY,
  "version_type" VARCHAR(16),
  "execution_sequence" INTEGER,
  "description" TEXT,
  "applied_at" TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "execution_time_ms" INTEGER,
  "checksum" VARCHAR(64),
  "applied_by" VARCHAR(255),
  "replaces" TEXT
);

-- name: tracker-columns
-- The names of the columns that are there: tables of older versions have fewer.
select column_name from information_schema.columns where table_name = :'name';

-- name: tracker-read
-- Null stands for a column that is not there. Where a row has no place in the
-- sequence, the time tells; in one second what has none came first.
select version_num, :version_type, :execution_sequence, description, applied_at, execution_time_ms, :checksum,
  applied_by, :replaces
from :"table"
order by
  case when exists (select 1 from :"table" where :execution_sequence is null) then 0 else :execution_sequence end,
  applied_at, coalesce(:execution_sequence, 0), version_num;

-- name: tracker-claim
-- The row comes before the work: its key refuses whoever comes second. Put the clock in milliseconds
-- in the place of 0, and the difference into tracker-finish.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  0,
  :'checksum', :'author');

-- name: tracker-finish
update :"table"
set execution_time_ms =
  0
where version_num = :'version';

-- name: tracker-record
-- For a migration that ran without a transaction: all at once, when it is done.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  0,
  :'checksum', :'author');

-- name: tracker-stamp
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description', 0, :'checksum',
  :'author');

-- name: tracker-remove
-- A row that is gone was taken by another run. The insert then fails, for applied_at may not be null; otherwise it
-- inserts nothing.
insert into :"table" (version_num, applied_at)
select :'version', null where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';

-- name: tracker-rename
-- A file that was renamed: its row follows, at its place in the sequence.
update :"table"
set version_num = :'version', version_type = :'type', checksum = coalesce(:'checksum', checksum),
  description = coalesce(:'description', description)
where version_num = :'old';

-- name: tracker-replace
-- A squashed file takes the place of the rows that it stands for: the first of them becomes its own.
update :"table"
set version_num = :'version', version_type = :'type', description = :'description', checksum = :'checksum',
  replaces = :'replaces'
where version_num = :'old';

-- name: tracker-set-replaces
update :"table" set replaces = :'replaces' where version_num = :'version';

-- name: tracker-sign
-- Rows that came with a baseline are by whoever loaded it.
update :"table" set applied_by = :'author' where applied_by is null;

-- name: tracker-load
-- A row of a dump: without the times, and the person, that it was made by.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, replaces)
values (:'version', :'type', :sequence, :'description', 0, :'checksum', :'replaces');

-- name: tracker-drop
-- 'rung driver test' takes away its own table, when it has made one.
drop table :"table";
