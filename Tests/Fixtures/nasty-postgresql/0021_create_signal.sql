-- Description: flag signals: composite types, arrays and their slices

-- name: migrate-0021-up
CREATE TYPE harbour.hoist AS (upper char(1), "lower; or not" char(1), wait interval);

CREATE TABLE harbour.signal (
    name   text PRIMARY KEY,
    hoists harbour.hoist[] NOT NULL DEFAULT ARRAY[]::harbour.hoist[],
    codes  integer[][] NOT NULL DEFAULT '{{1,2,3},{4,5,6}}'::int[],
    lo     integer NOT NULL DEFAULT 1,
    hi     integer NOT NULL DEFAULT 2,
    CONSTRAINT "codes[lo:hi]" CHECK (codes[lo:hi][2:] IS NOT NULL AND cardinality(codes[1:2]) > 0)
);

INSERT INTO harbour.signal (name, hoists) VALUES
    ('N over C; "distress"', ARRAY[ROW('N', 'C', '1 min')]::harbour.hoist[]),
    ('it''s all right', '{"(A,,)","(\";\",\"''\",00:00:05)"}');

CREATE VIEW harbour.signal_slice AS
SELECT name, codes[lo:hi] AS "codes[lo:hi]", codes[:1][2:hi] AS "[:1]", (hoists[1]).upper, (s.hoists)[lo:] AS rest, codes[lo+0:hi-1]::text::varchar(20) AS t
  FROM harbour.signal AS s;

UPDATE harbour.signal SET codes[1:1] = '{{7,8,9}}', hoists[2].wait = '7s' WHERE name ~ '^it''s';

-- name: migrate-0021-down
DROP VIEW harbour.signal_slice;
DROP TABLE harbour.signal;
DROP TYPE harbour.hoist;
