-- syntax: clickhouse
-- client: clickhouse {target}
-- transactional_ddl: no
-- transactions: no
-- clock: utc
-- referential_actions: no
-- session: set, use
-- repeatable: select, optimize, system, explain, exists, show, describe, desc, check, grant, revoke, kill

-- Rung's SQL for ClickHouse. All statements of Rung's own are in this folder. The format is that of migrations; the
-- holes are psql's. 'rung sql show clickhouse' prints the blocks that take effect.
--
-- ClickHouse has neither transactions nor keys nor a lock. The blocks that begin and end transactions are empty here.
-- A claim is refused by throwIf with the words 'another run was first'. No statement of Rung's own changes rows by a
-- condition on other tables: such a mutation does not know the session's database, and waits for ever.

-- name: client-prepare
-- A change of rows, 'alter table … update' or 'delete', is done when its statement ends. A run has this as an option.
set mutations_sync = 2;

-- name: step-marker
select concat('rung step ', toString(:step));

-- name: transaction-begin
-- Nothing is sent.

-- name: transaction-commit
-- Nothing is sent.

-- name: transaction-rollback
-- Nothing is sent.

-- name: session-role
select currentUser() as role;
