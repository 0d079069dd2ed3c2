-- Description: movements in the port, partitioned by range, by list and by hash

-- name: migrate-0025-up
CREATE TABLE harbour.movement (
    ship_id integer NOT NULL,
    at      timestamp NOT NULL,
    what    text NOT NULL,
    CONSTRAINT movement_key PRIMARY KEY (ship_id, at, what)
) PARTITION BY RANGE (at);

CREATE TABLE harbour.movement_2023 PARTITION OF harbour.movement
    FOR VALUES FROM (MINVALUE) TO ('2024-01-01');

CREATE TABLE harbour.movement_2024 PARTITION OF harbour.movement
    FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (what);

CREATE TABLE harbour."movement; in" PARTITION OF harbour.movement_2024 FOR VALUES IN ('in;', 'in''s "end"', '--');
CREATE TABLE harbour.movement_2024_rest PARTITION OF harbour.movement_2024 DEFAULT PARTITION BY HASH (ship_id);
CREATE TABLE harbour.movement_2024_rest_0 PARTITION OF harbour.movement_2024_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE harbour.movement_2024_rest_1 PARTITION OF harbour.movement_2024_rest FOR VALUES WITH (MODULUS 2, REMAINDER 1);

INSERT INTO harbour.movement
SELECT id, timestamp '2023-12-31 12:00' + n * interval '9 hours', (ARRAY['in;', 'shift', 'out'])[1 + n % 3]
  FROM harbour.ship, generate_series(0, 4) AS n;

-- name: migrate-0025-down
DROP TABLE harbour.movement;
