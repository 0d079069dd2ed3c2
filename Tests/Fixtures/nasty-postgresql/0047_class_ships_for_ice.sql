-- Description: ice classes, with a late-comer that is used at once; one statement at a time
-- transactional: false

-- name: migrate-0047-up
CREATE TYPE harbour.ice AS ENUM ('none; open water', 'IB');
CREATE TABLE harbour.ice_due (class harbour.ice PRIMARY KEY, money numeric NOT NULL);
ALTER TYPE harbour.ice ADD VALUE 'I''A; "super"' AFTER 'IB';
INSERT INTO harbour.ice_due VALUES ('I''A; "super"', 0), ('IB', 75);   -- needs the value committed; hence no transaction
CREATE FUNCTION harbour.breaks_ice(class harbour.ice) RETURNS boolean LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT 1; SELECT CASE class WHEN 'none; open water' THEN false ELSE true END;
END;
DO $do$ BEGIN
    PERFORM $$;$$; -- it's nothing;
END; $do$;
COPY harbour.ice_due FROM STDIN;
none; open water	120
\.
/* VACUUM; /* as well; */ */ VACUUM (ANALYZE) harbour.ice_due, harbour.ship;
REINDEX INDEX CONCURRENTLY harbour.ship_by_name
;;
CREATE INDEX CONCURRENTLY "ice; money" ON harbour.ice_due (money) WHERE money > 0 -- no semicolon after this one

-- name: migrate-0047-down
DROP INDEX CONCURRENTLY harbour."ice; money";
DROP FUNCTION harbour.breaks_ice;
-- A DO block is one statement, whatever it does:
DO $$
BEGIN
    DROP TABLE harbour.ice_due;
    DROP TYPE harbour.ice;
END $$;
