-- Statements that add to a tracking table of an older version the columns that it lacks, one block per column.

-- name: tracker-add-checksum
alter table :"table" add column "checksum" VARCHAR(64);

-- name: tracker-add-execution_sequence
alter table :"table" add column "execution_sequence" INT;

-- name: tracker-add-replaces
alter table :"table" add column "replaces" TEXT;

-- name: tracker-add-version_type
alter table :"table" add column "version_type" VARCHAR(16);

-- name: tracker-backfill
-- The values that the new columns would have if they had existed from the start.
update :"table"
set execution_sequence = :sequence, version_type = coalesce(version_type, :'type'), checksum = coalesce(:'checksum', checksum)
where version_num = :'version';
