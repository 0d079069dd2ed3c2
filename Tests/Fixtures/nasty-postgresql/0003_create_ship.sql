-- Description: the ships that call here

-- name: migrate-0003-up
SET LOCAL search_path = harbour, pg_catalog;

CREATE TABLE ship (
    id     integer GENERATED ALWAYS AS IDENTITY (START WITH 100 INCREMENT BY 10) PRIMARY KEY,
    imo    imo_number UNIQUE,
    name   text NOT NULL CHECK (name <> ''),
    flag   flag,
    kind   ship_kind NOT NULL DEFAULT 'trawler'::ship_kind,
    length numeric(5, 2) CHECK (length > 0),
    beam   numeric(4, 2),
    area   numeric GENERATED ALWAYS AS (length * beam) STORED,
    notes  text[] NOT NULL DEFAULT '{}'
);

COMMENT ON COLUMN ship.area IS 'length × beam; m² -- it''s "enough" for the dues';

-- name: migrate-0003-down
DROP TABLE harbour.ship;
