-- Description: the words of the trade: domains and enumerations

-- name: migrate-0002-up
CREATE DOMAIN harbour.imo_number AS integer
    CONSTRAINT "seven digits; the last one checks" CHECK (
        VALUE BETWEEN 1000000 AND 9999999
        AND VALUE % 10 = (
            7 * (VALUE / 1000000) + 6 * (VALUE / 100000 % 10) + 5 * (VALUE / 10000 % 10)
          + 4 * (VALUE / 1000 % 10) + 3 * (VALUE / 100 % 10) + 2 * (VALUE / 10 % 10)
        ) % 10
    );

CREATE DOMAIN harbour.flag AS char(2) DEFAULT 'DK' NOT NULL CHECK (VALUE ~ '^[A-Z]{2}$');   -- a regular $, at the end

CREATE TYPE harbour.ship_kind AS ENUM ('trawler', 'tanker; crude', 'ro-ro -- "roll on"', 'pilot''s boat');

COMMENT ON TYPE harbour.ship_kind IS E'What she is;\n\tnot what she\'s called';

-- name: migrate-0002-down
DROP TYPE harbour.ship_kind;
DROP DOMAIN harbour.flag, harbour.imo_number;
