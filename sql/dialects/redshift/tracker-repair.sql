-- Statements that add to a tracking table of an older version the columns that it lacks, if the types are not
-- PostgreSQL's.

-- name: tracker-add-replaces
alter table :"table" add column "replaces" VARCHAR(65535);
