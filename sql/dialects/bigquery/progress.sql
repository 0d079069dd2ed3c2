-- The progress of a migration. The table is created when it is first needed, and is empty unless a migration is
-- running.

-- name: progress-create
create table if not exists :"progress" (
  version_num STRING(32) NOT NULL,
  direction STRING(4) NOT NULL,
  statements_done INT64 NOT NULL,
  checksum_done STRING(64),
  started_at TIMESTAMP NOT NULL,
  applied_by STRING(255),
  PRIMARY KEY (version_num) NOT ENFORCED
);

-- name: progress-read
select version_num, direction, statements_done, checksum_done from :"progress" order by version_num;

-- name: progress-claim
-- A claim is refused if another run is working on the migration, or has finished it since.
merge :"progress" as p
using (
  select :'version' as version_num, (select count(*) from :"table" where version_num = :'version') as found
) as s
on p.version_num = s.version_num
when matched then update set version_num = error('another run was first')
when not matched then
  insert (version_num, direction, statements_done, started_at, applied_by)
  values (
    s.version_num, :'direction', 0, if(s.found = :expected, current_timestamp(), error('another run was first')),
    :'author');

-- name: progress-resume
-- A resume is refused if another run has continued the migration since, or has finished it.
assert exists (select 1 from :"progress" where version_num = :'version') as 'another run was first';
update :"progress"
set started_at = if(statements_done = :finished, started_at, error('another run was first'))
where version_num = :'version';

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';

-- name: progress-begin
-- Before a statement that is not committed together with its progress: what it will create or remove, as it is now.
update :"progress" set checksum_done = concat(:'begun', :look)
where version_num = :'version';

-- name: progress-refused
-- After such a statement was refused. If it had ended a transaction, the row is that of an earlier statement.
update :"progress" set checksum_done = :'chain'
where version_num = :'version' and statements_done = :finished;

-- name: progress-remove
delete from :"progress" where version_num = :'version';
