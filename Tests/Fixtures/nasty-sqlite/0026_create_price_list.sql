-- Description: the printed price list, in euros as floating point (a mistake: see 0027)

-- name: migrate-0026-up
CREATE TABLE "price_list" (
    tea_id INTEGER PRIMARY KEY REFERENCES tea (id),
    euros  REAL NOT NULL
);

INSERT INTO price_list (tea_id, euros)
SELECT id, price_cents / 100.0 FROM tea;

-- name: migrate-0026-down
DROP TABLE price_list;
