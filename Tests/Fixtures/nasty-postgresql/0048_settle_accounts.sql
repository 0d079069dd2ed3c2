-- Description: balances by agent, merged from the invoices

-- name: migrate-0048-up
CREATE TABLE harbour.balance (agent integer PRIMARY KEY REFERENCES harbour.agent, cents bigint NOT NULL, grade text);

MERGE INTO harbour.balance AS b
USING (
    SELECT a.id, coalesce(sum(i.cents), 0) AS cents FROM harbour.agent AS a LEFT JOIN harbour.invoice AS i ON i.agent = a.id GROUP BY a.id
) AS i ON i.id = b.agent
WHEN MATCHED AND i.cents = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET cents = i.cents
WHEN NOT MATCHED THEN INSERT VALUES (i.id, i.cents, CASE WHEN i.cents > 100000 THEN 'A; "good"' ELSE 'it''s B' END);

WITH ranked AS (
    SELECT agent, ntile(2) OVER w AS half, lag(cents, 1, 0::bigint) OVER w AS before
      FROM harbour.balance WINDOW w AS (ORDER BY cents DESC, agent ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
UPDATE harbour.balance AS b SET grade = b.grade || ' / ' || r.half FROM ranked AS r WHERE r.agent = b.agent RETURNING b.*;

-- name: migrate-0048-down
DROP TABLE harbour.balance;
