#!/bin/sh
# turso-foreign-key-check: Turso knows 'pragma foreign_key_check' and finds nothing, whatever the rows are.
#
# Expected: a row for each reference that leads nowhere, as in SQLite; or an error for a pragma that is not there.
# Seen: pyturso 0.8.3 (PyPI, Linux x86-64). The pragma gives no row and no error for a child without a parent, so a
# migration that switches keys off, rebuilds a table and asks this pragma before it commits takes broken rows for sound.
# Keys themselves are enforced where 'pragma foreign_keys' is on.
# Exit status: 0 as told here; 1 otherwise.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check pyturso==0.8.3
cat >"$work/look.py" <<'END'
import sqlite3
import turso

STATEMENTS = (
    "create table parent (i integer primary key)",
    "create table child (p integer references parent (i))",
    "insert into child values (7)",
)


def found(connection):
    for statement in STATEMENTS:
        connection.cursor().execute(statement)
    return connection.cursor().execute("pragma foreign_key_check").fetchall()


assert found(sqlite3.connect(":memory:")) == [("child", 1, "parent", 0)]
connection = turso.connect(":memory:")
rows = found(connection)
if rows:
    raise SystemExit(f"changed: {rows}")
run = connection.cursor().execute
run("pragma foreign_keys = on")
try:
    run("insert into child values (8)")
    raise SystemExit("changed: the key is not enforced")
except turso.Error as error:
    assert "FOREIGN KEY" in str(error), error
END
"$work/python/bin/python" "$work/look.py"
echo 'as told: the check finds nothing where SQLite finds a row'
