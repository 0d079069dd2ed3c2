-- Description: the fairway: buoys in a line, and a view that sails along it

-- name: migrate-0029-up
CREATE TABLE harbour.buoy (
    name text PRIMARY KEY,
    next text REFERENCES harbour.buoy DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO harbour.buoy VALUES ('1; green', '2''s'), ('2''s', '"3"'), ('"3"', NULL);

CREATE RECURSIVE VIEW harbour.fairway (name, way) AS
    SELECT name, ARRAY[name] FROM harbour.buoy WHERE name = '1; green'
    UNION ALL
    SELECT b.next, f.way || b.next FROM fairway AS f JOIN harbour.buoy AS b USING (name) WHERE b.next IS NOT NULL;

CREATE VIEW harbour."fairway; back" WITH (security_barrier) AS
WITH RECURSIVE back (name, n) AS (
    VALUES ('"3"'::text, 1)
    UNION
    SELECT b.name, n + 1 FROM back JOIN harbour.buoy AS b ON b.next = back.name
) SEARCH DEPTH FIRST BY name SET place CYCLE name SET loop USING path
SELECT name, n, CASE WHEN loop THEN 'round; and round' END AS "end" FROM back;

-- name: migrate-0029-down
DROP VIEW harbour."fairway; back";
DROP VIEW harbour.fairway;
DROP TABLE harbour.buoy;
