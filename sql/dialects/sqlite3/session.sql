-- extends: sqlite
-- client: sqlite3 -bail {target}
-- client_commands: yes
-- lock: file
-- record: last

-- SQLite through its own shell: the differences from SQLite inside Rung.

-- name: step-marker
-- This is not a query, because a migration may have changed the format of the shell's output.
.print rung step :step

-- name: session-reset
-- The shell's settings from one migration would still apply to the next one.
.bail on
.output

-- name: tracker-claim
-- The row is written after the migration runs, because what the shell reads (.read) may commit, and would commit the
-- row. An existing row is refused, because applied_at must not be null. The lock on the file keeps a second run apart.
insert into :"table" (version_num, applied_at)
select :'version', null where exists (select 1 from :"table" where version_num = :'version');
create temp table if not exists rung_begun (at);
insert into rung_begun values (julianday('now'));

-- name: tracker-finish
-- The temporary table with the start time does not exist any more if another file was opened (.open).
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', (:next),
  :'description',
  cast((julianday('now') - max(at)) * 86400000 as integer), :'checksum', :'author'
from temp.rung_begun;
drop table temp.rung_begun;
