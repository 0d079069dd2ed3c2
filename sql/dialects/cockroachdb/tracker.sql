-- The tracking table: PostgreSQL's, except for what CockroachDB writes differently.

-- name: tracker-remove
-- If the row does not exist, another run has removed it. The insert then fails, because applied_at must not be null;
-- otherwise it inserts nothing.
insert into :"table" (version_num, applied_at)
select :'version', null where not exists (select 1 from :"table" where version_num = :'version');
delete from :"table" where version_num = :'version';
