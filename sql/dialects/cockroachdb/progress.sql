-- How far a migration without a transaction has come: PostgreSQL's, but where no lock keeps runs apart.

-- name: progress-claim
-- Refused by the key if another run is at it, and by started_at, which may not be null, if one has ended since. The
-- first look may be older than the end of a run that the key waited for, so it looks again.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case (select count(*) from :"table" where version_num = :'version') when :expected then clock_timestamp() end,
  :'author');
update :"progress"
set started_at = case (select count(*) from :"table" where version_num = :'version') when :expected then started_at end
where version_num = :'version';
