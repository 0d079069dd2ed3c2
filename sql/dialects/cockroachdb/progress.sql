-- The progress of a migration without a transaction. It differs from PostgreSQL's because no lock keeps runs apart.

-- name: progress-claim
-- The key refuses a claim if another run is working on the migration. started_at, which must not be null, refuses it
-- if another run has finished the migration since. The first check may be older than the end of a run that the key
-- waited for, so it checks again.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case (select count(*) from :"table" where version_num = :'version') when :expected then clock_timestamp() end,
  :'author');
update :"progress"
set started_at = case (select count(*) from :"table" where version_num = :'version') when :expected then started_at end
where version_num = :'version';
