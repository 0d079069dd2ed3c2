-- syntax: googlesql
-- longest_name: 128
-- client: gcloud spanner, a statement a call, {target}
-- transactional_ddl: no
-- transactions: no
-- repeatable: analyze

-- Rung's SQL for Spanner, in GoogleSQL. All statements of Rung's own are in this folder. The format is that of
-- migrations; the holes are psql's. 'rung sql show spanner' prints the blocks that take effect.
--
-- gcloud sends one statement per call, and every call is a separate transaction: there is no transaction around
-- several steps, and no lock. The blocks that begin and end transactions are empty here. A claim is refused by its
-- key.

-- name: step-marker
select format('rung step %d', :step);

-- name: transaction-begin
-- Nothing is sent.

-- name: transaction-commit
-- Nothing is sent.

-- name: transaction-rollback
-- Nothing is sent.
