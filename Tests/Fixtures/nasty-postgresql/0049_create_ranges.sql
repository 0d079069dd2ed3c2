-- Description: draughts as a range type of our own, and the tides' windows as multiranges

-- name: migrate-0049-up
CREATE FUNCTION harbour.draught_diff(x numeric, y numeric) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT (x - y)::float8 /* it''s "metres"; */';

CREATE TYPE harbour.draught AS RANGE (
    SUBTYPE = numeric, SUBTYPE_DIFF = harbour.draught_diff, MULTIRANGE_TYPE_NAME = harbour."draughts; many"
);

CREATE TABLE harbour.channel (
    name  text PRIMARY KEY,
    depth harbour.draught NOT NULL DEFAULT '[0,7.5)',
    open  harbour."draughts; many" DEFAULT '{[1,2), (3,4]}',
    hours tsmultirange,
    EXCLUDE USING gist (depth WITH &&) WHERE (name <> 'any;')
);
INSERT INTO harbour.channel VALUES
    ('north', '(7.5,11]', harbour.draught(1, 3, '[]')::harbour."draughts; many", NULL),
    ('south; "old"', DEFAULT, DEFAULT, '{["2024-03-01 04:10","2024-03-01 06:00"),[2024-03-02,)}');

-- name: migrate-0049-down
DROP TABLE harbour.channel;
DROP TYPE harbour.draught CASCADE;
DROP FUNCTION IF EXISTS harbour.draught_diff(numeric, numeric);
