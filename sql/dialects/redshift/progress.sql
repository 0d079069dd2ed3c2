-- The progress of a migration without a transaction. The table is created when it is first needed, and is empty unless
-- a migration is running.

-- name: progress-create
create table if not exists :"progress" (
  "version_num" VARCHAR(32) NOT NULL PRIMARY KEY,
  "direction" VARCHAR(4) NOT NULL,
  "statements_done" INT NOT NULL,
  "checksum_done" VARCHAR(64),
  "started_at" TIMESTAMP NOT NULL,
  "applied_by" VARCHAR(255)
);

-- name: progress-claim
-- started_at, which must not be null, refuses a claim if another run is working on the migration, or has finished it
-- since.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
select :'version', :'direction', 0, case when running.n = 0 and done.n = :expected then getdate() end, :'author'
from (select count(*) as n from :"progress" where version_num = :'version') as running,
  (select count(*) as n from :"table" where version_num = :'version') as done;

-- name: progress-resume
-- started_at, which must not be null, refuses a resume if another run has continued the migration since, or has
-- finished it.
insert into :"progress" (version_num, direction, statements_done, started_at)
select :'version', 'up', 0, null from (select count(*) as n from :"progress" where version_num = :'version') as t
where n = 0;
update :"progress"
set started_at = case statements_done when :finished then started_at end
where version_num = :'version';
