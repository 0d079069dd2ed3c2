-- extends: sqlite
-- client: sqlite3 -bail {target}
-- client_commands: yes
-- lock: file

-- SQLite through its own shell: what differs from SQLite inside Rung.

-- name: step-marker
-- Not a query: a migration may have set the shell's output to any form.
.print rung step :step

-- name: session-reset
-- What a migration told the shell would hold for the next one.
.bail on
.output
