#!/bin/sh
# clickhouse-deleted-row-stops-modify: a row that 'delete from' has taken away still stops a change of its column's type.
#
# Expected: once the rows that cannot be converted are deleted, 'alter table … modify column' works.
# Seen: ClickHouse 26.9.2.1 in chdb 4.4.0 (PyPI, Linux x86-64), a MergeTree table. 'delete from' hides rows, no query sees
# them, and the conversion reads them nevertheless and fails on their values; 'optimize table … final', which would drop
# them, fails in the same way from then on. With 'alter table … apply deleted mask' before the change, it works. So the
# usual pair of a migration, delete what does not fit and then change the type, needs a third statement between the two.
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
for table in ("plain", "masked"):
    said(f"create table d.{table} (id Int32, n String) engine = MergeTree order by id")
    said(f"insert into d.{table} values (1, '7'), (2, 'x')")
    said(f"delete from d.{table} where n = 'x'")
    assert said(f"select * from d.{table}") == "1\t7"

assert "Cannot parse string 'x' as Int32" in refused("alter table d.plain modify column n Int32")
assert "Cannot parse string 'x' as Int32" in refused("optimize table d.plain final")
said("alter table d.masked apply deleted mask")
said("alter table d.masked modify column n Int32")
assert said("select n + 1 from d.masked") == "8"
END
"$work/python/bin/python" "$work/look.py"
echo 'as told: the hidden row stops the change, and does not once the mask is applied'
