-- Description: loyalty points for everything bought so far

-- name: migrate-0038-up
ALTER TABLE customer ADD COLUMN points INTEGER NOT NULL DEFAULT 0 CHECK (points >= 0);
ALTER TABLE customer ADD COLUMN tier TEXT DEFAULT 'leaf; "green"';

UPDATE customer
   SET points = bought.cents / 100,
       tier   = CASE
                    WHEN bought.cents >= 10000 THEN 'cake'
                    WHEN bought.cents >= 5000 THEN 'brick'
                    ELSE customer.tier
                END
  FROM (SELECT o.customer AS code, sum(o.total_cents) AS cents FROM "order" AS o GROUP BY o.customer) AS bought
 WHERE bought.code = customer.code;

-- name: migrate-0038-down
ALTER TABLE customer DROP COLUMN tier;
ALTER TABLE customer DROP COLUMN points;
