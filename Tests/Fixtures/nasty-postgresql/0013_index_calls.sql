-- Description: finding calls; here the way back comes first

-- name: migrate-0013-down
DROP INDEX harbour.call_by_ship;
DROP INDEX harbour."calls; open";

-- name: migrate-0013-up
CREATE INDEX "calls; open" ON harbour.call (arrived) INCLUDE (ship_id, agent_id) WHERE sailed IS NULL;
CREATE INDEX call_by_ship ON harbour.call (ship_id, arrived DESC NULLS LAST);
