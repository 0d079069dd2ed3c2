-- Description: casts between positions and their text

-- name: migrate-0050-up
CREATE TYPE harbour.latlon AS (lat numeric, lon numeric);

CREATE FUNCTION harbour.latlon_text(harbour.latlon) RETURNS text LANGUAGE sql IMMUTABLE STRICT
RETURN ($1).lat || '°' || (CASE WHEN ($1).lat < 0 THEN 'S' ELSE 'N' END) || '; ' || ($1).lon || '°';
CREATE FUNCTION harbour.text_latlon(text) RETURNS harbour.latlon LANGUAGE sql IMMUTABLE STRICT AS
$$SELECT ROW(split_part($1, ';', 1)::numeric, split_part($1, ';', 2)::numeric)::harbour.latlon$$;

CREATE CAST (harbour.latlon AS text) WITH FUNCTION harbour.latlon_text(harbour.latlon) AS ASSIGNMENT;
CREATE CAST (text AS harbour.latlon) WITH FUNCTION harbour.text_latlon(text);

CREATE VIEW harbour.home AS
SELECT ('57.72;10.59'::text::harbour.latlon).lat::int::text::varchar(3)AS"lat", CAST('0;0'::text AS harbour.latlon)::text AS "°;°", (-1)::int::text||'x'AS"-1";

-- name: migrate-0050-down
DROP VIEW harbour.home;
DROP CAST (text AS harbour.latlon);
DROP CAST (harbour.latlon AS text);
DROP FUNCTION harbour.text_latlon(text), harbour.latlon_text(harbour.latlon);
DROP TYPE harbour.latlon;
