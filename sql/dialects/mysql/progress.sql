-- How far a migration without a transaction has come. Made when first needed; empty but while one runs.

-- name: progress-create
create table if not exists :"progress" (
  `version_num` VARCHAR(32) PRIMARY KEY,
  `direction` VARCHAR(4) NOT NULL,
  `statements_done` INT NOT NULL,
  `checksum_done` VARCHAR(64),
  `started_at` DATETIME(3) NOT NULL,
  `applied_by` VARCHAR(255)
) character set utf8mb4;

-- name: progress-read
select version_num, direction, statements_done, checksum_done from :"progress" order by version_num;

-- name: progress-claim
-- Refused by the key if another run is at it, and by started_at if one has ended since: a single row with a null where
-- none may be is refused whatever sql_mode says.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case (select count(*) from :"table" where version_num = :'version') when :expected then utc_timestamp(3) end,
  :'author');

-- name: progress-resume
-- Refused by the key if another run has gone on since, or ended: the row is not as expected then, and two more of its
-- version cannot be inserted. Otherwise nothing is.
insert into :"progress" (version_num, direction, statements_done, started_at)
select :'version', '', 0, utc_timestamp(3) from (select 1 union all select 2) as twice
where not exists (select 1 from :"progress" where version_num = :'version' and statements_done = :finished);

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';

-- name: progress-remove
delete from :"progress" where version_num = :'version';
