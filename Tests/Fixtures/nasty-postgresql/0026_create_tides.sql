-- Description: a tide table for one month; computed, not measured

-- name: migrate-0026-up
CREATE TABLE harbour.tide AS
WITH RECURSIVE high (at, nth) AS (
    SELECT timestamp '2024-03-01 04:10', 1
    UNION ALL
    SELECT at + interval '12 hours 25 minutes', nth + 1 FROM high WHERE nth < 60
)
SELECT at, nth, (12 + 3 * (nth % 4))::smallint AS cm, 'high; water'::text AS kind
  FROM high
WITH DATA;

ALTER TABLE harbour.tide
    ADD CONSTRAINT tide_key PRIMARY KEY (at),
    ALTER COLUMN kind SET NOT NULL,
    ALTER COLUMN kind SET STORAGE EXTERNAL,
    ADD CONSTRAINT "cm; not m" CHECK (cm < 1000) NOT VALID;
ALTER TABLE harbour.tide VALIDATE CONSTRAINT "cm; not m";

-- name: migrate-0026-down
DROP TABLE harbour.tide;
