-- transactional: false
-- Description: two indexes on a busy table, built without locking it

-- name: migrate-0019-up
CREATE INDEX CONCURRENTLY ship_by_name ON harbour.ship (lower(name), flag);
-- If this one stops half-way, it leaves an invalid index; drop it, and try again.
CREATE UNIQUE INDEX CONCURRENTLY "ship; imo" ON harbour.ship (imo) INCLUDE (name) WHERE imo IS NOT NULL;
COMMENT ON INDEX harbour."ship; imo" IS 'made CONCURRENTLY; that''s why';

-- name: migrate-0019-down
DROP INDEX CONCURRENTLY harbour."ship; imo";
DROP INDEX CONCURRENTLY IF EXISTS harbour.ship_by_name;
