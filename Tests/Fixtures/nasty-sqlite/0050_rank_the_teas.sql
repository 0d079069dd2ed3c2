-- Description: the bestseller list, with window functions

-- name: migrate-0050-up
CREATE VIEW bestseller AS
SELECT t.name,
       sum(l.quantity) FILTER (WHERE NOT l.gift)               AS sold,
       rank() OVER best                                        AS place,
       group_concat(t.origin, '; ') OVER (
           ORDER BY t.id
           ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES
       )                                                       AS "origins; near",
       CASE WHEN rank() OVER best = 1 THEN '★' ELSE '' END     AS "end"
  FROM tea AS t
  LEFT JOIN order_line AS l ON l.tea_id = t.id
 GROUP BY t.id
WINDOW best AS (ORDER BY sum(l.quantity) DESC NULLS LAST);

-- name: migrate-0050-down
DROP VIEW bestseller;
