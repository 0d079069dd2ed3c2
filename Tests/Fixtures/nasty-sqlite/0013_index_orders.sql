-- Description: finding orders by day; here the way back comes first

-- name: migrate-0013-down
DROP INDEX order_by_day;
DROP INDEX order_by_customer;

-- name: migrate-0013-up
CREATE INDEX order_by_customer ON "order" (customer, placed_on DESC);
CREATE INDEX order_by_day      ON "order" (placed_on);
