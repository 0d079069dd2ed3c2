-- What brings a tracking table of an older version up to date, where the types are not PostgreSQL's.

-- name: tracker-add-replaces
alter table :"table" add column "replaces" VARCHAR(65535);
