#!/bin/sh
# duckdb-nextval-quoted-name: a DuckDB sequence with a quotation mark in its name can be made, and never asked.
#
# Expected: nextval() takes the text of a name as SQL writes it, as PostgreSQL's does: a quote within quotes is doubled.
# Seen: duckdb-cli 1.5.6 (PyPI, Linux x86-64). 'create sequence "a""b"' works, and duckdb_sequences() lists a"b. Asked with
# nextval('"a""b"') DuckDB looks for ab, and suggests the sequence that was meant. Neither of the other spellings does
# better: the name as it is, and the name in quotes, are told as quotes that are not closed. A column whose default asks
# it is refused when its table is made. Names with blanks and full stops are found in quotes.
# Exit status: 0 as told here; 1 otherwise.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check duckdb-cli==1.5.6
duckdb=$(find "$work/python/lib" -path '*/duckdb_cli/*' -name duckdb -type f | head -n 1)
ask() { # ask NAME STATEMENT: what is said of a statement once there is a sequence of that name
	"$duckdb" -noheader -list -c "create sequence $1" -c "$2" 2>&1 || :
}
same() { # same EXPECTED SEEN
	case $2 in
	"$1"*) ;;
	*) printf 'changed: %s\n' "$2" && exit 1 ;;
	esac
}

same 'a"b' "$(ask '"a""b"' 'select sequence_name from duckdb_sequences()')"
same 'Catalog Error: Sequence with name ab does not exist!' "$(ask '"a""b"' "select nextval('\"a\"\"b\"')")"
same 'Parser Error: Unterminated quote in qualified name!' "$(ask '"a""b"' "select nextval('a\"b')")"
same 'Parser Error: Unterminated quote in qualified name!' "$(ask '"a""b"' "select nextval('\"a\"b\"')")"
same 'Catalog Error: Sequence with name ab does not exist!' \
	"$(ask '"a""b"' "create table t (i integer default nextval('\"a\"\"b\"'))")"
same 1 "$(ask '"a b.c"' "select nextval('\"a b.c\"')")"
echo 'as told: no spelling of a name with a quote in it reaches its sequence'
