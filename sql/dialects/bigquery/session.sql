-- syntax: googlesql
-- client: bq --dataset_id={target} query --use_legacy_sql=false
-- transactional_ddl: no
-- session: set
-- repeatable: begin transaction, rollback, assert, grant

-- Rung's SQL for BigQuery. All statements of Rung's own are in this folder. The format is that of migrations; the
-- holes are psql's. 'rung sql show bigquery' prints the blocks that take effect.
--
-- The dataset is the database, and names without a dataset are in it. There are no locks and no sessions. The driver
-- sends each step as a separate query, and the steps of a transaction as one. Keys are not enforced, so the statements
-- that claim a row check for it themselves. A merge checks and writes at one moment, because merges into one table
-- wait for each other.

-- name: step-marker
select format('rung step %d', :step);

-- name: transaction-begin
begin transaction;

-- name: transaction-commit
commit transaction;

-- name: transaction-rollback
rollback transaction;
