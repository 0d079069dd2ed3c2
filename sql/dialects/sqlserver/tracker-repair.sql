-- What brings a tracking table of an older version up to date: a block for each column that it can lack.

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
-- What the new columns would hold if they had been there from the first.
update :"table"
set execution_sequence = :sequence, version_type = isnull(version_type, :'type'), checksum = isnull(:'checksum', checksum)
where version_num = :'version';
GO
