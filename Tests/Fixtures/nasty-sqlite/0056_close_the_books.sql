-- Description: the year's end: totals by month, and a farewell without a final newline; or a semicolon

-- name: migrate-0056-up
CREATE TABLE closing AS
SELECT strftime('%Y-%m', placed_on) AS month, count(*) AS orders, sum(total_cents) AS cents, ';' AS sep
  FROM "order"
 GROUP BY 1
 ORDER BY 1;

CREATE UNIQUE INDEX closing_by_month ON closing (month);

CREATE VIEW farewell AS
SELECT 'See you next year; "cheers"' || CASE WHEN EXISTS (SELECT 1 FROM closing) THEN '!' ELSE '?' END AS [-- text]

-- name: migrate-0056-down
DROP VIEW farewell;
DROP INDEX closing_by_month;
DROP TABLE closing --;