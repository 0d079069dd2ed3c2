-- What brings a tracking table of an older version up to date: a block for each column that it can lack.
-- A new column can be filled only after a commit.

-- name: tracker-add-checksum
alter table :"table" add checksum varchar(64);
commit;

-- name: tracker-add-execution_sequence
alter table :"table" add execution_sequence integer;
commit;

-- name: tracker-add-replaces
alter table :"table" add replaces varchar(4000) character set utf8;
commit;

-- name: tracker-add-version_type
alter table :"table" add version_type varchar(16);
commit;

-- name: tracker-backfill
-- What the new columns would hold if they had been there from the first.
update :"table"
set execution_sequence = :sequence, version_type = coalesce(version_type, :'type'),
  checksum = coalesce(:'checksum', checksum)
where version_num = :'version';
