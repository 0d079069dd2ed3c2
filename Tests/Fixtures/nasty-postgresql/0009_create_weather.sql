-- Description: the weather log; this file came from Windows (CRLF line ends)

-- name: migrate-0009-up
CREATE TABLE harbour.weather (
    day   date PRIMARY KEY,
    wind  integer NOT NULL,         -- m/s; don't round
    words text NOT NULL DEFAULT 'calm
; "clear"'
);

CREATE FUNCTION harbour.beaufort(wind integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT AS $fn$
BEGIN
    RETURN CASE WHEN wind < 1 THEN 0 ELSE least(12, round((wind / 0.836) ^ (2.0 / 3))::integer) END;
END;
$fn$;

INSERT INTO harbour.weather VALUES ('2024-03-01', 12, 'fresh; it''s
-- blowing'), ('2024-03-02', 0, DEFAULT);

-- name: migrate-0009-down
DROP FUNCTION harbour.beaufort(integer);
DROP TABLE harbour.weather;
