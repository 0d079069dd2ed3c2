-- The tracking table: PostgreSQL's, but for what CockroachDB writes otherwise.

-- name: tracker-remove
-- A row that is gone was taken by another run. The insert then fails, for applied_at may not be null; otherwise it
-- inserts nothing.
insert into :"table" (version_num, applied_at)
select :'version', null where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';
