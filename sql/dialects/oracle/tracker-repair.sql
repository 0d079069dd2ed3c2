-- What brings a tracking table of an older version up to date: a block for each column that it can lack. Each is
-- committed by itself, as every change of a schema is.

-- name: tracker-add-checksum
alter table :"table" add (checksum VARCHAR2(64));

-- name: tracker-add-execution_sequence
alter table :"table" add (execution_sequence INTEGER);

-- name: tracker-add-replaces
alter table :"table" add (replaces VARCHAR2(4000));

-- name: tracker-add-version_type
alter table :"table" add (version_type VARCHAR2(16));

-- name: tracker-backfill
-- What the new columns would hold if they had been there from the first.
update :"table"
set execution_sequence = :sequence, version_type = coalesce(version_type, :'type'), checksum = coalesce(:'checksum', checksum)
where version_num = :'version';
