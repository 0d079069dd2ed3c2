-- extends: sqlite
-- client: sqlite3 -bail {target}
-- client_commands: yes
-- lock: file
-- record: last

-- SQLite through its own shell: what differs from SQLite inside Rung.

-- name: step-marker
-- Not a query: a migration may have set the shell's output to any form.
.print rung step :step

-- name: session-reset
-- What a migration told the shell would hold for the next one.
.bail on
.output

-- name: tracker-claim
-- The row comes after the work, for what the shell reads (.read) may commit by itself, and would commit the row. One that
-- is there already is refused: applied_at may not be null. The lock on the file keeps a second run apart.
insert into :"table" (version_num, applied_at)
select :'version', null where exists (select 1 from :"table" where version_num = :'version');
create temp table if not exists rung_begun (at);
insert into rung_begun values (julianday('now'));

-- name: tracker-finish
-- The table of the beginning is gone where another file was opened (.open).
insert into :"table"
  (version_num, version_type, execution_sequence, description, execution_time_ms, checksum, applied_by)
select
  :'version', :'type', (select coalesce(max(execution_sequence), 0) + 1 from :"table"), :'description',
  cast((julianday('now') - max(at)) * 86400000 as integer), :'checksum', :'author'
from temp.rung_begun;
drop table temp.rung_begun;
