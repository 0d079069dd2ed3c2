-- Description: an aggregate for the log: the texts, in order

-- name: migrate-0035-up
CREATE FUNCTION harbour.add_line(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT coalesce($1 || '; ', '') || coalesce($2, '"?"') $$;

CREATE AGGREGATE harbour.lines (text) (
    SFUNC    = harbour.add_line,
    STYPE    = text,
    INITCOND = 'log; it''s $1'
);
COMMENT ON AGGREGATE harbour.lines (text) IS 'don''t use it without ORDER BY; "please"';

CREATE VIEW harbour.ship_lines AS
SELECT flag, harbour.lines(name ORDER BY id DESC) FILTER (WHERE name !~ '^--') AS names FROM harbour.ship GROUP BY flag;

-- name: migrate-0035-down
DROP VIEW harbour.ship_lines;
DROP AGGREGATE harbour.lines (text);
DROP FUNCTION harbour.add_line(text, text);
