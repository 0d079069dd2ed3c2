"""Schemas for DuckDB: types, keys, macros and views that refer to each other, names and values that are hard to write."""

import pathlib
import random
import re

import duckdb

NAMES = ["a", "b c", "select", 'q"uote', "Größe", "it's", "x--y", "semi;colon", "zz", "B1", "node", "_m"]
TYPES = {
    "integer": ["1", "-7", "null"], "hugeint": ["170141183460469231731687303715884105727"], "double": ["0.1", "'nan'", "'-inf'", "1e-300"],
    "decimal(10,2)": ["1.25", "-0.01"], "varchar": ["''", "'it''s'", "'a\nb'", "'null'", "'{x}'", "'Größe 🜁'", "'\\n'"],
    "blob": [r"'\x00\xff'::blob", "''::blob"], "date": ["'2024-02-29'", "'infinity'"], "timestamptz": ["'2024-02-29 01:02:03.5+00'"],
    "interval": ["interval '1 month 3 days 2 seconds'"], "boolean": ["true"], "uuid": ["'6f1d2c3e-0000-4000-8000-000000000001'"],
    "integer[]": ["[1, null, 3]", "[]"], "varchar[]": ["['a', 'b,c', '', null, 'null', ' x', '\"', '[']"], "bit": ["'0101'::bit"],
    "struct(x integer, \"y z\" varchar)": ["{'x': 1, 'y z': 'a, b'}"], "map(varchar, integer)": ["map {'k,': 1, '': 2}"],
    "union(n integer, s varchar)": ["union_value(s := '1')", "union_value(n := 1)", "null"], "time": ["'12:34:56.789'"],
}


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class Schema:
    def __init__(self, chance: random.Random):
        self.chance, self.lines, self.names = chance, [], chance.sample(NAMES, len(NAMES))
        self.types, self.tables, self.relations, self.macros = dict(TYPES), {}, [], []

    def name(self) -> str:
        return self.names.pop() if self.names else f"n{len(self.lines)}"

    def type(self) -> None:
        name, of = self.name(), self.chance.choice(list(TYPES))
        if self.chance.random() < 0.4:
            self.lines.append(f"create type {quoted(name)} as enum ('a', 'b''c', '')")
            self.types[quoted(name)] = ["'a'", "'b''c'", "''"]
        else:
            self.lines.append(f"create type {quoted(name)} as {of}")
            self.types[quoted(name)] = TYPES[of]

    def table(self) -> None:
        chance, name = self.chance, self.name()
        columns = {f"{column}": chance.choice(list(self.types)) for column in chance.sample(NAMES, chance.randint(1, 4))}
        parts = ["id integer primary key"]
        for column, kind in columns.items():
            usual = chance.choice(["", "", f" default {self.types[kind][0]}", " not null" if "null" not in self.types[kind] else ""])
            parts.append(f"{quoted(column)} {kind}{usual}")
        if chance.random() < 0.4:
            parts.append(f"parent integer references {quoted(name)} (id)")
        if chance.random() < 0.3 and self.tables:
            parts.append(f"other integer references {quoted(chance.choice(list(self.tables)))} (id)")
        if chance.random() < 0.3:
            parts.append("made decimal(10, 2) generated always as (id * 2)")
        if chance.random() < 0.3:
            parts.append(f"check (id > {chance.choice([0, *(f'{macro}(0)' for macro in self.macros)])})")
        self.lines.append(f"create table {quoted(name)} ({', '.join(parts)})")
        self.tables[name] = list(columns)
        self.relations.append(name)
        for number in range(1, chance.choice([1, 2, 5])):
            values = [str(number), *(chance.choice(self.types[kind]) for kind in columns.values())]
            self.lines.append(
                f"insert into {quoted(name)} ({', '.join(['id', *map(quoted, columns)])}) values ({', '.join(values)})")

    def view(self) -> None:
        name, of = self.name(), self.chance.choice(self.relations)
        columns = f" ({', '.join(map(quoted, ['one', 'a)']))})" if self.chance.random() < 0.3 else ""
        what = "1 as one, 2 as two" if columns else "*"
        self.lines.append(f"create view {quoted(name)}{columns} as select {what} from {quoted(of)}")
        self.relations.append(name)

    def macro(self) -> None:
        if self.chance.random() < 0.5:
            name = f"add{len(self.lines)}"
            inner = self.chance.choice(["x", *(f"{macro}(x)" for macro in self.macros)])
            self.lines.append(f"create macro {name}(x) as {inner} + 1")
            self.macros.append(name)
        else:
            self.lines.append(
                f"create macro rows{len(self.lines)}(n) as table select n as n from {quoted(self.chance.choice(self.relations))}")

    def sequence(self) -> None:
        name = quoted(self.name())
        self.lines.append(f"create sequence {name} start {self.chance.randint(1, 9)} increment by {self.chance.choice([1, 3])}")
        # DuckDB's own function does not understand a quote in a name.
        uses = [0] if '""' in name else [0, 2]
        self.lines += [f"select nextval('{name.replace(chr(39), chr(39) * 2)}')"] * self.chance.choice(uses)

    def remark(self) -> None:
        name = self.chance.choice(list(self.tables))
        self.lines.append(f"comment on table {quoted(name)} is 'it''s; -- so'")
        self.lines.append(f"comment on column {quoted(name)}.id is 'number'")

    def index(self) -> None:
        self.lines.append(f"create index {quoted(self.name())} on {quoted(self.chance.choice(list(self.tables)))} (id)")


def statements(chance: random.Random) -> tuple[list[str], bool]:
    schema = Schema(chance)
    for _ in range(chance.randint(0, 2)):
        schema.type()
    for _ in range(chance.randint(1, 3)):
        schema.table()
        chance.choice([schema.macro, schema.sequence, schema.view])()
    for part in chance.choices([schema.view, schema.macro, schema.remark, schema.index, schema.table], k=chance.randint(0, 6)):
        part()
    return schema.lines, False


class Database:
    def __init__(self, folder: pathlib.Path, seed: int):
        self.folder, self.seed, self.made = folder, seed, []

    def new(self) -> str:
        self.made.append(self.folder / f"{self.seed}-{len(self.made)}.duckdb")
        return f"duckdb:{self.made[-1]}"

    def run(self, url: str, lines: list[str]) -> None:
        with duckdb.connect(url.removeprefix("duckdb:")) as connection:
            for line in lines:
                try:
                    connection.execute(line)
                except duckdb.ConstraintException:
                    # A row that the table does not take.
                    assert line.startswith("insert"), line

    def drop(self, url: str) -> None:
        pathlib.Path(url.removeprefix("duckdb:")).unlink(missing_ok=True)

    def end(self) -> None:
        for path in self.made:
            path.unlink(missing_ok=True)

    def state(self, url: str, has_data: bool) -> dict[str, list]:
        """What the catalog's functions tell, and the rows; the numbers that it gives to objects are left out."""
        queries = {
            "tables": "select schema_name, table_name, sql, comment from duckdb_tables()",
            "columns": "select table_name, column_name, column_index, column_default, is_nullable, data_type, comment from duckdb_columns()",
            "keys": "select table_name, constraint_type, constraint_column_names, expression, referenced_table, referenced_column_names"
            " from duckdb_constraints()",
            "views": "select schema_name, view_name, sql, comment from duckdb_views()",
            "types": "select schema_name, type_name, logical_type, labels from duckdb_types()",
            "macros": "select schema_name, function_name, function_type, parameters, macro_definition from duckdb_functions()",
            "sequences": "select sequence_name, start_value, min_value, max_value, increment_by, cycle from duckdb_sequences()",
            "indexes": "select table_name, index_name, is_unique, sql from duckdb_indexes()",
        }
        with duckdb.connect(url.removeprefix("duckdb:")) as connection:
            found = {}
            for key, query in queries.items():
                internal = "" if key in ("sequences", "indexes", "keys") else " and not internal"
                rows = connection.execute(f"{query} where database_name = current_database(){internal}").fetchall()
                if key == "tables":
                    # Keys to the table itself leave nothing but commas here, wherever they stand.
                    rows = [(schema, name, re.sub(r"(?:, )+(?=, |\);)", "", sql), comment) for schema, name, sql, comment in rows]
                found[key] = sorted((row for row in rows if "ddl_migrations" not in repr(row)), key=repr)
            if has_data:
                for _, name, *_ in found["tables"]:
                    unions = [row[1] for row in found["columns"] if row[0] == name and row[5].startswith("UNION(")]
                    tags = "".join(f", union_tag({quoted(column)})" for column in unions)
                    rows = connection.execute(f"select *{tags} from {quoted(name)} order by id").fetchall()
                    found[f"rows of {name}"] = [repr(row) for row in rows]
        return found
