-- Statements that add to a tracking table of an older version the columns that it lacks, one block per column.

-- name: tracker-add-checksum
alter table :"table" add [checksum] NVARCHAR(64);
GO

-- name: tracker-add-execution_sequence
alter table :"table" add [execution_sequence] INT;
GO

-- name: tracker-add-replaces
alter table :"table" add [replaces] NVARCHAR(MAX);
GO

-- name: tracker-add-version_type
alter table :"table" add [version_type] NVARCHAR(16);
GO

-- name: tracker-backfill
-- The values that the new columns would have if they had existed from the start.
update :"table"
set execution_sequence = :sequence, version_type = isnull(version_type, :'type'), checksum = isnull(:'checksum', checksum)
where version_num = :'version';
GO
