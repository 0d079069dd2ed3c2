-- Description: new kinds of ships (allowed in a transaction, as long as it does not use them)

-- name: migrate-0020-up
ALTER TYPE harbour.ship_kind ADD VALUE IF NOT EXISTS 'cruise; "white"' BEFORE 'ro-ro -- "roll on"';
ALTER TYPE harbour.ship_kind ADD VALUE 'yacht''s tender';

-- name: migrate-0020-down
-- A value cannot be taken out of an enumeration: make the old one anew.
ALTER TYPE harbour.ship_kind RENAME TO ship_kind_new;
CREATE TYPE harbour.ship_kind AS ENUM ('trawler', 'tanker; crude', 'ro-ro -- "roll on"', 'pilot''s boat');
COMMENT ON TYPE harbour.ship_kind IS E'What she is;\n\tnot what she\'s called';

ALTER TABLE harbour.ship
    ALTER COLUMN kind DROP DEFAULT,
    ALTER COLUMN kind TYPE harbour.ship_kind
        USING CASE kind::text WHEN 'cruise; "white"' THEN 'trawler' WHEN 'yacht''s tender' THEN 'trawler' ELSE kind::text END::harbour.ship_kind,
    ALTER COLUMN kind SET DEFAULT 'trawler';
ALTER TABLE harbour.tariff ALTER COLUMN kind TYPE harbour.ship_kind USING kind::text::harbour.ship_kind;

DROP TYPE harbour.ship_kind_new;
