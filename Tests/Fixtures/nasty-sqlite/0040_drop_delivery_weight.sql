-- Description: deliveries are weighed by the carrier now, who also says what is broken
-- Down: the weights are gone for good; the column comes back with 1 g each.

-- name: migrate-0040-up
ALTER TABLE delivery DROP COLUMN weight_g;
ALTER TABLE delivery ADD broken TEXT DEFAULT ('no; ' || 'none') COLLATE NOCASE; -- COLUMN is optional

-- name: migrate-0040-down
CREATE TABLE kept AS SELECT id, supplier_id, arrived_on FROM delivery;
DROP TABLE delivery;
CREATE TABLE delivery (
    id          INTEGER PRIMARY KEY,
    supplier_id INTEGER NOT NULL REFERENCES supplier,
    arrived_on  TEXT    NOT NULL,
    weight_g    INTEGER NOT NULL CHECK (weight_g > 0)
);
INSERT INTO delivery SELECT id, supplier_id, arrived_on, 1 FROM kept;
DROP TABLE kept;
