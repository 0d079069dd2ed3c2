-- syntax: postgresql
-- client: DRIVER-client {target}
-- transactional_ddl: yes

-- How Rung speaks to DRIVER. Every block is described in Rung's docs/formats.md, section 10; the holes are psql's.
-- 'rung drivers test DRIVER:…' tries them.

-- name: step-marker
select 'rung step ' || :step;

-- name: transaction-begin
begin;

-- name: transaction-commit
commit;

-- name: transaction-rollback
rollback;
