-- The progress of a migration. The table is created when it is first needed; 'select … final where gone = 0' shows no
-- row unless a migration is running.
--
-- It is only ever inserted into: of the rows with one claim, the one with the highest number counts. An insert is there
-- for every other session at once, and as a whole; that is all that ClickHouse promises, and a claim needs no more. Two
-- runs that claim a migration at the same moment both write a row, and each then looks for another's. The later one
-- sees it for certain, so that at most one of them goes on; if both see it, both are refused, and try again.

-- name: progress-create
create table if not exists :"progress" (
  version_num String,
  direction String,
  statements_done Int32,
  checksum_done Nullable(String),
  started_at DateTime64(3, 'UTC'),
  applied_by Nullable(String),
  claim UUID,
  number UInt64,
  gone UInt8
) engine = ReplacingMergeTree(number) order by (version_num, claim);

-- name: progress-read
select version_num, direction, statements_done, checksum_done
from :"progress" final where gone = 0 order by version_num;

-- name: progress-claim
-- A claim is refused if another run is working on the migration, or has finished it since. Another's row is looked for
-- first, and the tracking table only then: the run that was first writes into that before it takes its own row away. A
-- row that was taken back has the highest number there is, and stays so.
create temporary table rung_claim engine = Memory as select generateUUIDv4() as claim;
insert into :"progress"
  (version_num, direction, statements_done, started_at, applied_by, claim, number, gone)
select :'version', :'direction', 0, now64(3), :'author', claim, 1, 0 from rung_claim
where throwIf((select count() from :"progress" final where version_num = :'version' and gone = 0) > 0
    or (select count() from :"table" where version_num = :'version') <> :expected, 'another run was first') = 0;
insert into :"progress"
  (version_num, direction, statements_done, started_at, applied_by, claim, number, gone)
select :'version', :'direction', 0, now64(3), :'author', claim, 18446744073709551615, 1 from rung_claim
where (select count() from :"progress" final where version_num = :'version' and gone = 0) <> 1;
insert into :"progress"
  (version_num, direction, statements_done, started_at, applied_by, claim, number, gone)
select :'version', :'direction', 0, now64(3), :'author', claim, 18446744073709551615, 1 from rung_claim
where (select count() from :"table" where version_num = :'version') <> :expected;
select throwIf((select count() from :"progress" final where gone = 0 and claim in (select claim from rung_claim)) = 0,
  'another run was first') format Null;
drop temporary table rung_claim;

-- name: progress-resume
-- A resume is refused if another run has continued the migration since, or has finished it.
select throwIf((
    select count() from :"progress" final
    where version_num = :'version' and gone = 0 and statements_done = :finished
  ) <> 1, 'another run was first') format Null;

-- name: progress-advance
insert into :"progress"
  (version_num, direction, statements_done, checksum_done, started_at, applied_by, claim, number, gone)
select version_num, direction, :finished, :'chain', started_at, applied_by, claim, number + 1, 0
from :"progress" final where version_num = :'version' and gone = 0;

-- name: progress-begin
-- Before a statement: what it will create or remove, as it is now.
insert into :"progress"
  (version_num, direction, statements_done, checksum_done, started_at, applied_by, claim, number, gone)
select version_num, direction, statements_done, concat(:'begun', :look), started_at, applied_by, claim, number + 1, 0
from :"progress" final where version_num = :'version' and gone = 0;

-- name: progress-refused
-- After a statement was refused.
insert into :"progress"
  (version_num, direction, statements_done, checksum_done, started_at, applied_by, claim, number, gone)
select version_num, direction, statements_done, :'chain', started_at, applied_by, claim, number + 1, 0
from :"progress" final where version_num = :'version' and gone = 0 and statements_done = :finished;

-- name: progress-remove
insert into :"progress"
  (version_num, direction, statements_done, started_at, claim, number, gone)
select version_num, direction, statements_done, started_at, claim, 18446744073709551615, 1
from :"progress" final where version_num = :'version' and gone = 0;
