-- Description: a calendar of one year, made by a recursive query

-- name: migrate-0022-up
CREATE TABLE calendar (
    day     TEXT PRIMARY KEY,
    week    INTEGER NOT NULL,
    weekend INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

WITH RECURSIVE
    day (d) AS (
        VALUES ('2024-01-01')
        UNION ALL
        SELECT date(d, '+1 day') FROM day WHERE d < '2024-12-31'
    ),
    seen AS MATERIALIZED (
        SELECT d, strftime('%W', d) AS w, CASE strftime('%w', d) WHEN '0' THEN 1 WHEN '6' THEN 1 ELSE 0 END AS free FROM day
    )
INSERT INTO calendar (day, week, weekend)
SELECT d, CAST(w AS INTEGER), free FROM seen;

-- name: migrate-0022-down
DROP TABLE calendar;
