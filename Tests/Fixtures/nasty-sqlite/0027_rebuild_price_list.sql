-- Description: prices in cents, by the book: create new, copy, drop, rename

-- name: migrate-0027-up
CREATE TABLE price_list_new (
    tea_id INTEGER PRIMARY KEY REFERENCES tea (id),
    cents  INTEGER NOT NULL CHECK (cents > 0),
    unit   TEXT NOT NULL DEFAULT '100 g' CHECK (unit IN ('100 g', 'cup; small', 'cup; "large"'))
) STRICT;

INSERT INTO price_list_new (tea_id, cents)
SELECT tea_id, CAST(round(euros * 100) AS INTEGER) FROM price_list;

DROP TABLE price_list;
ALTER TABLE price_list_new RENAME TO price_list;

-- name: migrate-0027-down
CREATE TABLE price_list_old (
    tea_id INTEGER PRIMARY KEY REFERENCES tea (id),
    euros  REAL NOT NULL
);

INSERT INTO price_list_old (tea_id, euros)
SELECT tea_id, cents / 100.0 FROM price_list;

DROP TABLE price_list;
ALTER TABLE price_list_old RENAME TO price_list;
