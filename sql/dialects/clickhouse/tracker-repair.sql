-- Statements that add to a tracking table of an older version the columns that it lacks, one block per column.

-- name: tracker-add-checksum
alter table :"table" add column if not exists checksum Nullable(String);

-- name: tracker-add-execution_sequence
alter table :"table" add column if not exists execution_sequence Nullable(Int32);

-- name: tracker-add-replaces
alter table :"table" add column if not exists replaces Nullable(String);

-- name: tracker-add-version_type
alter table :"table" add column if not exists version_type Nullable(String);

-- name: tracker-backfill
-- The values that the new columns would have if they had existed from the start.
alter table :"table" update
  execution_sequence = :sequence, version_type = coalesce(version_type, :'type'),
  checksum = coalesce(:'checksum', checksum)
where version_num = :'version' settings mutations_sync = 2;
