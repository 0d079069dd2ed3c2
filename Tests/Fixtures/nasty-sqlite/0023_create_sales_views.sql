-- Description: views for the owner: sales by day, and a picture of them

-- name: migrate-0023-up
CREATE VIEW sales_by_day (day, orders, cents) AS
WITH sold AS (
    SELECT o.placed_on, o.id, o.total_cents FROM "order" AS o
), closed AS NOT MATERIALIZED (
    SELECT day FROM holiday
)
SELECT c.day, count(s.id), coalesce(sum(s.total_cents), 0)
  FROM calendar AS c
  LEFT JOIN sold AS s ON s.placed_on = c.day
 WHERE c.day NOT IN closed          -- IN takes a table's name, too
 GROUP BY c.day;

CREATE VIEW sales_chart AS
WITH RECURSIVE bar (n, text) AS (
    SELECT 0, '' UNION ALL SELECT n + 1, text || '█' FROM bar WHERE n < 20
)
SELECT s.day || ';' AS "day;", b.text AS "bar -- of blocks"
  FROM sales_by_day AS s JOIN bar AS b ON b.n = min(20, s.cents / 1000);

-- name: migrate-0023-down
DROP VIEW sales_chart;
DROP VIEW sales_by_day;
