-- Description: every change of a ship's name is kept

-- name: migrate-0005-up
CREATE TABLE harbour.ship_name (
    ship_id integer NOT NULL REFERENCES harbour.ship ON DELETE CASCADE,
    nth     integer NOT NULL,
    name    text    NOT NULL,
    PRIMARY KEY (ship_id, nth)
);

CREATE FUNCTION harbour.keep_ship_name() RETURNS trigger
LANGUAGE plpgsql AS $body$
DECLARE
    n integer := 0;      -- "don't" count from one; $$ ends nothing, nor does $body
BEGIN
    /* begin; ' */
    IF NEW.name = OLD.name THEN
        RETURN NEW;      -- nothing to do; end
    END IF;
    EXECUTE $$SELECT coalesce(max(nth), 0) FROM harbour.ship_name WHERE ship_id = $1; -- ' $$ INTO n USING OLD.id;
    INSERT INTO harbour.ship_name VALUES (OLD.id, n + 1, OLD.name);
    RETURN NEW;
END;
$body$;

CREATE TRIGGER "ship's name; kept"
BEFORE UPDATE OF name ON harbour.ship
FOR EACH ROW EXECUTE FUNCTION harbour.keep_ship_name();

UPDATE harbour.ship SET name = 'Dash; "Dot"' WHERE name LIKE '-- Dash%';

-- name: migrate-0005-down
DROP TRIGGER "ship's name; kept" ON harbour.ship;
UPDATE harbour.ship AS s SET name = n.name FROM harbour.ship_name AS n WHERE n.ship_id = s.id AND n.nth = 1;
DROP FUNCTION harbour.keep_ship_name();
DROP TABLE harbour.ship_name;
