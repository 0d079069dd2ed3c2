#!/bin/sh
# duckdb-self-reference: DuckDB forgets a foreign key that refers to its own table wherever it writes the schema down.
#
# Expected: 'export database' writes a schema that 'import database' loads again, with every key in it.
# Seen: duckdb-cli 1.5.6 (PyPI, Linux x86-64). The text of the table keeps the commas around such a key and not the key:
#   CREATE TABLE node(id INTEGER PRIMARY KEY, parent INTEGER, );
# In the last place the copy loads, and takes a row whose parent does not exist, which the original refuses. With a check
# behind it, two commas follow each other and the import ends with a syntax error. duckdb_tables().sql has the same text;
# duckdb_constraints() knows the columns, but its constraint_text is empty, so a dump has to put the key together itself.
# Exit status: 0 as told here; 1 otherwise.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check duckdb-cli==1.5.6
duckdb=$(find "$work/python/lib" -path '*/duckdb_cli/*' -name duckdb -type f | head -n 1)
cd "$work"
run() { "$duckdb" -noheader -list "$@" 2>&1; }

run one.db -c "create table node (id integer primary key, parent integer references node (id))"
text=$(run one.db -c "select sql from duckdb_tables()" | tr -d '\n')
[ "$text" = 'CREATE TABLE node(id INTEGER PRIMARY KEY, parent INTEGER, );' ] || { echo "changed: $text"; exit 1; }
text=$(run one.db -c "select constraint_text = '', constraint_column_names from duckdb_constraints() where constraint_type = 'FOREIGN KEY'")
[ "$text" = 'true|[parent]' ] || { echo "changed: $text"; exit 1; }
run one.db -c "insert into node values (2, 9)" >refused && { echo 'changed: the original takes the row'; exit 1; }
grep -q 'foreign key constraint' refused
run one.db -c "export database 'one'" >/dev/null
run copy.db -c "import database 'one'" -c "insert into node values (2, 9)" || { echo 'changed: the copy refuses the row'; exit 1; }

run two.db -c "create table node (id integer primary key, parent integer references node (id), check (id > 0))"
run two.db -c "export database 'two'" >/dev/null
run other.db -c "import database 'two'" >complaint && { echo 'changed: the import works'; exit 1; }
grep -q 'syntax error at or near ","' complaint || { cat complaint; exit 1; }
echo 'as told: the key is lost in one copy, and the other does not load'
