-- syntax: googlesql
-- client: bq --dataset_id={target} query --use_legacy_sql=false
-- transactional_ddl: no

-- How Rung speaks to BigQuery. Every statement that it ever sends of its own is in this folder; the format is that of
-- migrations, the holes are psql's. 'rung sql show bigquery' prints what is in force.
--
-- The dataset is the database, and names without one are in it. There are no locks and no sessions: the driver sends
-- each step as a query of its own, and the steps of a transaction as one. A key is not enforced, so the statements that
-- claim a row look for themselves; a merge does so at one moment, because merges into one table wait for each other.

-- name: step-marker
select format('rung step %d', :step);

-- name: transaction-begin
begin transaction;

-- name: transaction-commit
commit transaction;

-- name: transaction-rollback
rollback transaction;
