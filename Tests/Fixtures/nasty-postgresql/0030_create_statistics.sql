-- Description: the yearly figures, kept ready

-- name: migrate-0030-up
CREATE MATERIALIZED VIEW harbour.traffic ("year; month", kind, moves) AS
SELECT to_char(m.at, 'YYYY"; "MM'), s.kind, count(*) FILTER (WHERE m.what <> 'shift')
  FROM harbour.movement AS m
  JOIN harbour.ship AS s ON s.id = m.ship_id
 GROUP BY GROUPING SETS ((1, 2), (1), ())
WITH NO DATA;

CREATE UNIQUE INDEX ON harbour.traffic ("year; month", kind) NULLS NOT DISTINCT;
REFRESH MATERIALIZED VIEW harbour.traffic;
COMMENT ON MATERIALIZED VIEW harbour.traffic IS 'as of the last REFRESH; don''t wonder';

-- name: migrate-0030-down
DROP MATERIALIZED VIEW harbour.traffic;
