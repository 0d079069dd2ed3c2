-- How far a migration without a transaction has come. Made when first needed; empty but while one runs.

-- name: progress-create
create table if not exists :"progress" (
  "version_num" VARCHAR(32) PRIMARY KEY,
  "direction" VARCHAR(4) NOT NULL,
  "statements_done" INTEGER NOT NULL,
  "checksum_done" VARCHAR(64),
  "started_at" TIMESTAMP NOT NULL,
  "applied_by" VARCHAR(255)
);

-- name: progress-read
select version_num, direction, statements_done, checksum_done from :"progress" order by version_num;

-- name: progress-claim
-- Refused by the key if another run is at it, and by started_at, which may not be null, if one has ended since.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case (select count(*) from :"table" where version_num = :'version')
    when :expected then current_timestamp
  end,
  :'author');

-- name: progress-resume
-- Refused by started_at, which may not be null, if another run has gone on since, or is done; otherwise nothing is
-- inserted.
insert into :"progress" (version_num, direction, statements_done, started_at)
select :'version', '', 0, null
where not exists (select 1 from :"progress" where version_num = :'version' and statements_done = :finished);

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';

-- name: progress-remove
delete from :"progress" where version_num = :'version';
