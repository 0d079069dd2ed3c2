-- Description: the year's end; the last statement ends in its dollar quote, and so does the file

-- name: migrate-0060-up
CREATE TABLE harbour.closing AS
SELECT agent, sum(cents)::bigint AS cents, ';'::char(1) AS sep FROM harbour.invoice GROUP BY agent ORDER BY agent;
COMMENT ON TABLE harbour.closing IS $year$it's 2024; "the end" -- $year; $$ $year$;
CREATE FUNCTION harbour.farewell() RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT 'Fair winds; "all of you"' -- $
$$

-- name: migrate-0060-down
DROP FUNCTION harbour.farewell(); DROP TABLE harbour.closing; DO $$ BEGIN NULL; END; $$