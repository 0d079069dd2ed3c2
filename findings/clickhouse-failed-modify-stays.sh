#!/bin/sh
# clickhouse-failed-modify-stays: an 'alter table … modify column' that ends with an error has changed the column all the
# same.
#
# Expected: the statement fails because a value cannot be converted, and the column is as before.
# Seen: ClickHouse 26.9.2.1 in chdb 4.4.0 (PyPI, Linux x86-64), a MergeTree table. The new type is in system.columns at
# once, the conversion stays behind as a mutation that is not done, and the column can no longer be read ("Cannot parse
# string 'x' as Int32"), while other columns can and new rows are taken. A second 'modify column' back to the old type
# makes every row readable again. A runner that takes the error for "nothing has happened" is wrong.
# Exit status: 0 as told here; 1 otherwise.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check chdb==4.4.0
cat >"$work/look.py" <<'END'
from chdb import session

database = session.Session()


def said(sql):
    return str(database.query(sql, "TSV")).strip()


def refused(sql):
    try:
        database.query(sql, "TSV")
    except Exception as error:
        return str(error)
    raise SystemExit(f"changed: it works: {sql}")


said("create database d")
said("create table d.t (id Int32, n String) engine = MergeTree order by id")
said("insert into d.t values (1, '7'), (2, 'x')")
assert "Cannot parse string 'x' as Int32" in refused("alter table d.t modify column n Int32")
kind = said("select type from system.columns where database = 'd' and table = 't' and name = 'n'")
assert kind == "Int32", f"changed: {kind}"
assert said("select is_done from system.mutations where database = 'd'") == "0"
assert "Cannot parse string" in refused("select n from d.t")
assert said("select id from d.t order by id") == "1\n2"
said("insert into d.t values (3, 9)")
said("alter table d.t modify column n String")
assert said("select id, n from d.t order by id") == "1\t7\n2\tx\n3\t9"
END
"$work/python/bin/python" "$work/look.py"
echo 'as told: the error comes, and the new type is there'
