-- The progress of a migration without a transaction. The table is created when it is first needed, and is empty unless
-- a migration is running.

-- name: progress-create
create table if not exists :"progress" (
  "version_num" VARCHAR PRIMARY KEY,
  "direction" VARCHAR NOT NULL,
  "statements_done" INTEGER NOT NULL,
  "checksum_done" VARCHAR,
  "started_at" TIMESTAMP NOT NULL,
  "applied_by" VARCHAR
);

-- name: progress-read
select version_num, direction, statements_done, checksum_done from :"progress" order by version_num;

-- name: progress-claim
-- The key refuses a claim if another run is working on the migration. started_at, which must not be null, refuses it
-- if another run has finished the migration since.
insert into :"progress" (version_num, direction, statements_done, started_at, applied_by)
values (
  :'version', :'direction', 0,
  case (select count(*) from :"table" where version_num = :'version')
    when :expected then make_timestamp_ms(epoch_ms(uuid_extract_timestamp(uuidv7())))
  end,
  :'author');

-- name: progress-resume
-- started_at, which must not be null, refuses a resume if another run has continued the migration since, or has
-- finished it; otherwise nothing is inserted.
insert into :"progress" (version_num, direction, statements_done, started_at)
select :'version', '', 0, null
where not exists (select 1 from :"progress" where version_num = :'version' and statements_done = :finished);

-- name: progress-advance
update :"progress" set statements_done = :finished, checksum_done = :'chain' where version_num = :'version';

-- name: progress-begin
-- Before a statement that is not committed together with its progress: what it will create or remove, as it is now.
update :"progress" set checksum_done = :'begun' || :look
where version_num = :'version';

-- name: progress-refused
-- After such a statement was refused. If it had ended a transaction, the row is that of an earlier statement.
update :"progress" set checksum_done = :'chain'
where version_num = :'version' and statements_done = :finished;

-- name: progress-remove
delete from :"progress" where version_num = :'version';
