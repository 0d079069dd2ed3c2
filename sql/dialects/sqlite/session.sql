-- syntax: sqlite
-- clock: utc
-- client: sqlite3 -bail {target}
-- database: file

-- How Rung speaks to SQLite. Every statement that it ever sends of its own is in this folder; the format is that of
-- migrations, the holes are psql's. 'rung sql show sqlite' prints what is in force.

-- name: client-prepare
-- The shell goes on after an error unless it is told to stop.
.bail on
.timeout :lock_timeout
:load

-- name: transaction-begin
-- Immediate: the lock for writing is taken here, or waited for, and never half-way.
begin immediate;

-- name: transaction-commit
commit;

-- name: transaction-rollback
rollback;

-- name: foreign-keys-set
-- SQLite passes over this inside a transaction.
pragma foreign_keys = :state;

-- name: foreign-keys-check
-- Fails, for applied_at may not be null, if a row refers to one that is not there; otherwise it inserts nothing.
insert into :"table" (version_num, applied_at) select 'x', null from pragma_foreign_key_check limit 1;

-- name: foreign-keys-violations
select "table", coalesce(rowid, ''), parent from pragma_foreign_key_check limit 5;
