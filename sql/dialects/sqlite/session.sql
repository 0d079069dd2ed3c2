-- syntax: sqlite
-- clock: utc
-- client: sqlite3 -bail {target}
-- database: file
-- schemas: no
-- references: late
-- joined: insert, replace, update, delete, with, create, alter, drop, analyze, reindex
-- apart: savepoint, release, rollback
-- session: pragma, attach, detach
-- repeatable: begin, rollback, savepoint, release, vacuum, select, values, explain

-- Rung's SQL for SQLite. All statements of Rung's own are in this folder. The format is that of migrations; the holes
-- are psql's. 'rung sql show sqlite' prints the blocks that take effect.

-- name: client-prepare
-- The shell continues after an error unless this setting stops it.
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
-- SQLite ignores this inside a transaction.
pragma foreign_keys = :state;

-- name: foreign-keys-check
-- The insert fails, because applied_at must not be null, if a row refers to a missing one; otherwise it inserts
-- nothing.
insert into :"table" (version_num, applied_at) select 'x', null from pragma_foreign_key_check limit 1;

-- name: foreign-keys-violations
select "table", coalesce(rowid, ''), parent from pragma_foreign_key_check limit 5;
