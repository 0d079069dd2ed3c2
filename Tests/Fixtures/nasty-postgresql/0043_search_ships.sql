-- Description: functions that bring their own search_path, as they should

-- name: migrate-0043-up
CREATE FUNCTION harbour.find_ship(pattern text, OUT id integer, OUT "name; flag" text) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = harbour, pg_temp
AS $$
    SELECT s.id, s.name || '; ' || s.flag FROM ship AS s WHERE s.name ILIKE '%' || $1 || '%' ORDER BY 1 -- pg_temp comes last; that's safer
$$;

CREATE FUNCTION harbour.count_ships(VARIADIC flags text[] DEFAULT '{"DK"}') RETURNS bigint
LANGUAGE plpgsql STABLE
SET search_path TO 'harbour', 'pg_temp' SET "harbour.agent" TO 'it''s; "one"'
AS '
DECLARE f ALIAS FOR $1;
BEGIN
    -- an old-fashioned body: it''s all in single quotes; \
    RETURN (SELECT count(*) FROM ship WHERE flag::text = ANY (f) AND name <> ''$$;'');
END';

REVOKE ALL ON FUNCTION harbour.count_ships FROM PUBLIC;

-- name: migrate-0043-down
DROP FUNCTION harbour.count_ships(text[]);
DROP FUNCTION harbour.find_ship;
