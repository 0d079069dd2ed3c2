#!/bin/sh
# pglast-prints-other-order: pglast prints two statements of DDL in an order of words that its own parser refuses.
#
# Expected: what pglast prints for a statement that it has parsed can be parsed again, and means the same.
# Seen: pglast 8.7 (PyPI, Linux x86-64).
#   create unique index … nulls not distinct where n > 1
#     is printed with NULLS NOT DISTINCT behind WHERE: syntax error at or near "NULLS"
#   alter default privileges … grant select on tables to u with grant option
#     is printed as GRANT GRANT OPTION FOR SELECT: syntax error at or near "GRANT"; those words belong to REVOKE
# The same index without WHERE, and the same grant without the option, are printed right.
# Exit status: 0 as told here; 1 otherwise.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check pglast==8.7
cat >"$work/look.py" <<'END'
from pglast import fingerprint, parse_sql
from pglast.parser import ParseError
from pglast.stream import RawStream

INDEX = "create unique index i on a (n) nulls not distinct"
GRANT = "alter default privileges in schema s grant select on tables to u"

for statement in (INDEX, GRANT):
    assert fingerprint(RawStream()(parse_sql(statement))) == fingerprint(statement), statement
for statement, words in ((INDEX + " where n > 1", '"NULLS"'), (GRANT + " with grant option", '"GRANT"')):
    printed = RawStream()(parse_sql(statement))
    try:
        parse_sql(printed)
        raise SystemExit(f"changed: {printed}")
    except ParseError as error:
        assert f"syntax error at or near {words}" in str(error), error
END
"$work/python/bin/python" "$work/look.py"
echo 'as told: neither can be parsed again'
