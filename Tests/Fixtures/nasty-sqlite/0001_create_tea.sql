-- Description: the teas that the shop sells
-- Ticket: CAM-1 (don't "quote" this; it's only a comment, $$ and all)

-- name: migrate-0001-up
CREATE TABLE tea (
    id          INTEGER PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    origin      TEXT    NOT NULL DEFAULT 'unknown; ask the importer',
    price_cents INTEGER NOT NULL CHECK (price_cents > 0),   -- per 100 g; never "free"
    note        TEXT
) STRICT;

-- name: migrate-0001-down
DROP TABLE tea;
