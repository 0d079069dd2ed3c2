-- Description: berths, and a rule that no two ships lie at one of them at one time

-- name: migrate-0006-up
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA harbour;

CREATE TABLE harbour.berth (
    name  text PRIMARY KEY,
    depth numeric NOT NULL CHECK (depth > 0)
);

CREATE TABLE harbour.booking (
    berth text NOT NULL REFERENCES harbour.berth ON UPDATE CASCADE,
    ship  integer NOT NULL REFERENCES harbour.ship,
    stay  daterange NOT NULL,
    void  boolean NOT NULL DEFAULT false,
    CONSTRAINT "one berth; one ship" EXCLUDE USING gist (berth WITH =, stay WITH &&) WHERE (NOT void) DEFERRABLE,
    CONSTRAINT stay_is_bounded CHECK (NOT (lower_inf(stay) OR upper_inf(stay)))
);

INSERT INTO harbour.berth VALUES ('A', 7.5), ('B''', 4), ('"C"; outer', 11);
INSERT INTO harbour.booking VALUES
    ('A',   100, '[2024-03-01,2024-03-04)'),
    ('B''', 110, daterange('2024-03-02', '2024-03-09', '[]')),
    ('A',   120, '[2024-03-04,2024-03-05)'::daterange);

-- name: migrate-0006-down
DROP TABLE harbour.booking;
DROP TABLE harbour.berth;
DROP EXTENSION btree_gist;
