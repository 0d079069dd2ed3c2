-- syntax: postgresql
-- client: NAME-client {target}
-- transactional_ddl: yes

-- How Rung speaks to NAME. Every block is described in Rung's docs/formats.md, section 10; the holes are psql's.
-- 'rung drivers test NAME:…' tries them.

-- name: step-marker
select 'rung step :step';

-- name: transaction-begin
begin;

-- name: transaction-commit
commit;

-- name: transaction-rollback
rollback;
