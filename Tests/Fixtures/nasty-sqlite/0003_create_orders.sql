-- Description: orders, their lines, and a journal of what happened to them

-- name: migrate-0003-up
CREATE TABLE "order" (
    id          INTEGER PRIMARY KEY,
    customer    TEXT    NOT NULL REFERENCES customer (code) ON UPDATE CASCADE,
    placed_on   TEXT    NOT NULL CHECK (placed_on IS date(placed_on)),
    total_cents INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE order_line (
    order_id   INTEGER NOT NULL REFERENCES "order" (id) ON DELETE CASCADE,
    line       INTEGER NOT NULL,
    tea_id     INTEGER NOT NULL REFERENCES tea (id),
    quantity   INTEGER NOT NULL CHECK (quantity <> 0),
    unit_cents INTEGER NOT NULL,
    gift       INTEGER NOT NULL DEFAULT FALSE CHECK (gift IN (FALSE, TRUE)),
    PRIMARY KEY (order_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_event (
    id       INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL,
    what     TEXT    NOT NULL
) STRICT;

-- name: migrate-0003-down
DROP TABLE order_event;
DROP TABLE order_line;
DROP TABLE "order";
