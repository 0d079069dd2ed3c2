-- Description: the planner should know that flag and kind go together

-- name: migrate-0039-up
CREATE STATISTICS harbour."ship; flag" (ndistinct, dependencies, mcv) ON flag, kind FROM harbour.ship;
CREATE STATISTICS harbour.call_days ON date_trunc('day', arrived), (sailed - arrived) FROM harbour.call;
ALTER STATISTICS harbour."ship; flag" SET STATISTICS 500;
ALTER TABLE harbour.ship ALTER COLUMN name SET STATISTICS 250, ALTER flag SET (n_distinct = -0.1);
COMMENT ON STATISTICS harbour.call_days IS '"days"; it''s an expression';
ANALYZE harbour.ship, harbour.call (arrived, sailed);

-- name: migrate-0039-down
ALTER TABLE harbour.ship ALTER COLUMN name SET STATISTICS -1, ALTER flag RESET (n_distinct);
DROP STATISTICS harbour.call_days, harbour."ship; flag";
