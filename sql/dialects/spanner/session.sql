-- syntax: googlesql
-- longest_name: 128
-- client: gcloud spanner, a statement a call, {target}
-- transactional_ddl: no
-- transactions: no

-- How Rung speaks to Spanner, in GoogleSQL. Every statement that it ever sends of its own is in this folder; the format
-- is that of migrations, the holes are psql's. 'rung sql show spanner' prints what is in force.
--
-- gcloud sends one statement a call, and every call is a transaction of its own: there is none around several steps,
-- and no lock. What begins and ends transactions is empty here. A claim is refused by its key.

-- name: step-marker
select format('rung step %d', :step);

-- name: transaction-begin
-- Nothing is sent.

-- name: transaction-commit
-- Nothing is sent.

-- name: transaction-rollback
-- Nothing is sent.
