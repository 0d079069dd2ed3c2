#!/bin/sh
# turso-drop-column-in-check: Turso drops a column that another column's check names; nobody can insert then, and SQLite
# does not read the file at all.
#
# Expected: 'alter table … drop column' is refused, as SQLite refuses it ("error in table t after drop column").
# Seen: pyturso 0.8.3 (PyPI, Linux x86-64). The column goes, and the check that compares it stays in the stored text:
#   CREATE TABLE t (b CHECK(b > a))
# Rows can still be read. Every insert fails with "no such column: a". SQLite, here that of Python, opens the same file and
# answers the first query with "malformed database schema (t) - no such column: a", whichever table it is about.
# Exit status: 0 as told here; 1 otherwise.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check pyturso==0.8.3
cd "$work"
cat >look.py <<'END'
import sqlite3
import turso

connection = turso.connect("app.db")
run = lambda sql: connection.cursor().execute(sql)
run("create table other (i integer)")
run("create table t (a integer, b integer check (b > a))")
run("insert into t values (1, 2)")
run("alter table t drop column a")
text = run("select sql from sqlite_schema where name = 't'").fetchall()[0][0]
assert "a" in text.split("CHECK")[1] and "a," not in text, text
assert run("select * from t").fetchall() == [(2,)]
try:
    run("insert into t values (5)")
    raise SystemExit("changed: the row is taken")
except turso.Error as error:
    assert "no such column: a" in str(error), error
connection.commit()
connection.close()

# SQLite refuses the same statement, and the file that Turso left.
reference = sqlite3.connect(":memory:")
reference.execute("create table t (a integer, b integer check (b > a))")
try:
    reference.execute("alter table t drop column a")
    raise SystemExit("changed: SQLite drops it as well")
except sqlite3.OperationalError as error:
    assert "error in table t after drop column" in str(error), error
try:
    sqlite3.connect("app.db").execute("select * from other")
    raise SystemExit("changed: SQLite reads the file")
except sqlite3.DatabaseError as error:
    assert "malformed database schema" in str(error), error
END
"$work/python/bin/python" look.py
echo 'as told: no insert works any more, and SQLite does not read the file'
