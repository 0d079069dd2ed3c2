-- syntax: sqlite
-- client: isql-fb -quiet -bail -noautocommit -charset UTF8 {target}
-- transactional_ddl: yes

-- How Rung speaks to Firebird. Every block is described in Rung's docs/formats.md, section 10; the holes are psql's.
-- 'rung drivers test firebird:…' tries them.
--
-- There is no 'begin' without a transaction's end before it, and no statement outside a transaction: whatever has
-- to be seen by the next block, or has to stay, says 'commit' itself.

-- name: client-prepare
set bail on;
set autoddl off;

-- name: step-marker
select 'rung step ' || :step from rdb$database;

-- name: transaction-begin
-- A snapshot: whoever changes a row that another run has changed since is refused. Waiting for others ends.
commit;
set transaction read write wait lock timeout 60 isolation level snapshot;

-- name: transaction-commit
-- The driver knows this 'commit work' from one that a migration holds.
commit work;

-- name: transaction-rollback
rollback;

-- name: session-reset
-- The migration may have had its changes of the schema committed one by one.
set autoddl off;

-- name: schema-objects
select trim(rdb$relation_name) from rdb$relations
where coalesce(rdb$system_flag, 0) = 0 and rdb$relation_name not in (:'name', :'progress_name')
union all
select trim(rdb$procedure_name) from rdb$procedures where coalesce(rdb$system_flag, 0) = 0
union all
select trim(rdb$function_name) from rdb$functions where coalesce(rdb$system_flag, 0) = 0
union all
select trim(rdb$generator_name) from rdb$generators where coalesce(rdb$system_flag, 0) = 0;
