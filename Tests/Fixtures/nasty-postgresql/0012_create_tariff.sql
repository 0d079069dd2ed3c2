-- Description: what a day at the quay costs; no final semicolon in either block

-- name: migrate-0012-up
CREATE TABLE harbour.tariff (
    kind  harbour.ship_kind PRIMARY KEY,
    money numeric NOT NULL
);
INSERT INTO harbour.tariff VALUES ('trawler', 90), ('tanker; crude', 1200.50)

-- name: migrate-0012-down
DROP TABLE harbour.tariff
