-- The tracking table, with the columns that it has on every database, in the same order.

-- name: tracker-locate
-- One row if the table is there; its schema, which Firebird has not, and 1.
select '', 1 from rdb$relations where rdb$relation_name = :'name';

-- name: tracker-create
-- Firebird 3 has no 'if not exists': of two runs that make it at one moment the second is refused.
-- The columns' names are in capitals, as are all names without quotes.
-- execution_time_ms holds the time of the beginning for a while, in milliseconds: too much for an integer.
create table :"table" (
  version_num varchar(32) not null primary key,
  version_type varchar(16),
  execution_sequence integer,
  description varchar(4000) character set utf8,
  applied_at timestamp default current_timestamp not null,
  execution_time_ms bigint,
  checksum varchar(64),
  applied_by varchar(255) character set utf8,
  replaces varchar(4000) character set utf8
);
commit;

-- name: tracker-columns
-- The names of the columns that are there: tables of older versions have fewer.
select lower(trim(rdb$field_name)) from rdb$relation_fields where rdb$relation_name = :'name';

-- name: tracker-read
-- Null stands for a column that is not there. Where a row has no place in the
-- sequence, the time tells; in one second what has none came first.
select version_num, :version_type, :execution_sequence, description,
  left(cast(applied_at as varchar(30)), 19), execution_time_ms, :checksum,
  applied_by, :replaces
from :"table"
order by
  case when exists (select 1 from :"table" where :execution_sequence is null) then 0 else :execution_sequence end,
  applied_at, coalesce(:execution_sequence, 0), version_num;

-- name: tracker-claim
-- The row comes before the work: its key refuses whoever comes second. The time of the
-- beginning, in milliseconds, stands in the place of the time that it took until that is known.
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
values (
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  datediff(millisecond from timestamp '2000-01-01 00:00:00' to current_timestamp),
  :'checksum', :'author');

-- name: tracker-finish
update :"table"
set execution_time_ms =
  datediff(millisecond from timestamp '2000-01-01 00:00:00' to current_timestamp) - execution_time_ms
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
select :'version', null from rdb$database where not exists (select 1 from :"table" where version_num = :'version');
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
