#!/bin/sh
# duckdb-sequence-start: a DuckDB file that is opened again no longer knows where a used sequence began.
#
# Expected: 'start' is part of a sequence's definition, as in PostgreSQL's pg_sequence, and its position is kept apart.
# Seen: duckdb-cli 1.5.6 (PyPI, Linux x86-64). In the session that made it, a sequence with 'start 5' that was asked twice
# has start_value 5 and last_value 6. After the file is opened again, start_value and last_value are both 7, the number
# that comes next, and its 'create sequence' text says START 7: the declaration is gone, and a schema that is written
# from the catalog changes with use. A sequence that was never asked keeps its start, and its last_value is null. One
# that cycles and stands at its end is told with its first number.
# Exit status: 0 as told here; 1 otherwise.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check duckdb-cli==1.5.6
duckdb=$(find "$work/python/lib" -path '*/duckdb_cli/*' -name duckdb -type f | head -n 1)
cd "$work"
ask="select sequence_name, start_value, coalesce(last_value::varchar, 'null') from duckdb_sequences() order by 1"
run() { "$duckdb" -noheader -list "$@"; }
same() { # same EXPECTED SEEN
	[ "$1" = "$2" ] || { printf 'changed: %s\n' "$2"; exit 1; }
}

seen=$(run a.db -c "create sequence cycling minvalue 3 maxvalue 4 cycle" -c "create sequence unused start 100" \
	-c "create sequence used start 5" -c "select nextval('used'), nextval('used'), nextval('cycling'), nextval('cycling')" -c "$ask")
same "5|6|3|4
cycling|3|4
unused|100|null
used|5|6" "$seen"
same "cycling|3|3
unused|100|null
used|7|7" "$(run a.db -c "$ask")"
same 'CREATE SEQUENCE used INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START 7 NO CYCLE;' \
	"$(run a.db -c "select sql from duckdb_sequences() where sequence_name = 'used'")"
echo 'as told: the start of a used sequence is gone'
