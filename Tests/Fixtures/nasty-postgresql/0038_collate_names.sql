-- Description: collations of our own, for sorting names by bytes

-- name: migrate-0038-up
CREATE COLLATION harbour."by; byte" FROM "C";
CREATE COLLATION IF NOT EXISTS harbour.plain (PROVIDER = libc, LOCALE = 'POSIX');

ALTER TABLE harbour.pilot ADD COLUMN nick text COLLATE harbour."by; byte" DEFAULT 'Cap''n; "Sir"';
CREATE INDEX pilot_by_nick ON harbour.pilot (nick COLLATE harbour.plain DESC NULLS FIRST);

-- name: migrate-0038-down
DROP INDEX harbour.pilot_by_nick;
ALTER TABLE harbour.pilot DROP COLUMN nick;
DROP COLLATION harbour.plain;
DROP COLLATION harbour."by; byte";
