"""Schemas for SQLite: every kind of table, index, view and trigger, names and values that are hard to write."""

import pathlib
import random
import sqlite3

NAMES = ["a", "b c", "select", 'q"uote', "Größe", "it's", "x--y", "semi;colon", "rowid", "zz", "A1", "left\nright", "_rowid_"]
TYPES = ["integer", "text", "real", "blob", "numeric", "", "varchar(10)", "INT", "any"]
VALUES = [
    "1", "-7", "9223372036854775807", "-9223372036854775808", "0.1", "1e308", "9e999", "-9e999", "-0.0", "1e-300", "''",
    "'it''s'", "'a\nb'", "'--'", "';'", "'1'", "'12abc'", "null", "x'00ff'", "x''", "char(65, 0, 66)", "'Größe 東京 🜁'",
    "'\\'", "'%s %w'", "123456789.125",
]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class Schema:
    def __init__(self, chance: random.Random):
        self.chance = chance
        self.lines: list[str] = []
        self.names = chance.sample(NAMES, len(NAMES))
        self.tables: dict[str, list[str]] = {}
        self.relations: list[str] = []
        self.is_unwritable = False

    def name(self, suffix: str = "") -> str:
        return self.names.pop() if self.names else f"n{len(self.lines)}{suffix}"

    def table(self) -> None:
        chance, name = self.chance, self.name()
        columns = chance.sample(NAMES, chance.randint(1, 4))
        strict = chance.random() < 0.2
        types = ["integer", "text", "real", "blob", "any"] if strict else TYPES[:-1]
        key = chance.choice(["", "", "rowid", "auto", "desc", "pair", "text"])
        parts, stored = [], list(columns)
        for index, column in enumerate(columns):
            kind = chance.choice(types)
            part = f"{quoted(column)} {kind}"
            if index == 0 and key in ("rowid", "auto", "desc"):
                part = f"{quoted(column)} integer primary key" + {"auto": " autoincrement", "desc": " desc"}.get(key, "")
            elif index == 0 and key == "text":
                part += " primary key"
            elif chance.random() < 0.3:
                part += chance.choice([
                    " default 'a;b--c'", " default (1 + 2)", " default null", " collate nocase", " unique",
                    f" check ({quoted(column)} is not 'never')", " default current_timestamp",
                    f" references {quoted(chance.choice(list(self.tables) or [name]))}"])
            parts.append(part)
        if key == "pair":
            parts.append("primary key (" + ", ".join(map(quoted, columns[:2])) + ")")
        if chance.random() < 0.2:
            made = f"made{len(self.lines)}"
            parts.insert(len(columns), f"{quoted(made)} {types[1]} as ({quoted(columns[0])} || 'x') {chance.choice(['stored', 'virtual'])}")
        options = [word for word, on in [
            ("without rowid", key in ("pair", "text") and chance.random() < 0.5), ("strict", strict)] if on]
        remark = chance.choice(["", "", " -- a remark", " /* one; more */ "])
        self.lines.append(f"create table {quoted(name)} ({', '.join(parts)}){remark}\n {', '.join(options)}")
        self.tables[name] = stored
        self.relations.append(name)
        for _ in range(chance.choice([0, 1, 3, 8])):
            some = columns[1:] if key in ("rowid", "auto", "desc") and chance.random() < 0.8 else columns
            values = ", ".join(chance.choice(VALUES) for _ in some)
            self.lines.append(
                f"insert or ignore into {quoted(name)} ({', '.join(map(quoted, some))}) values ({values})"
                if some else f"insert into {quoted(name)} default values")
        if chance.random() < 0.4:
            spelling = next(word for word in ("rowid", "_rowid_", "oid") if word not in columns)
            if "without rowid" not in options:
                self.lines.append(f"delete from {quoted(name)} where {spelling} % {chance.choice([2, 3])} = 1")

    def index(self) -> None:
        name = self.chance.choice(list(self.tables))
        column = quoted(self.chance.choice(self.tables[name]))
        form = self.chance.choice(["{0}", "{0} desc", "lower({0})", "{0} collate nocase", "{0}) where ({0} is not null"])
        self.lines.append(f"create index {quoted(self.name('i'))} on {quoted(name)} ({form.format(column)})")

    def view(self) -> None:
        name, of = self.name("v"), self.chance.choice(self.relations)
        self.lines.append(f"create view {quoted(name)} as select * from {quoted(of)}{self.chance.choice(['', ' limit 3', ' -- all'])}")
        self.relations.append(name)

    def trigger(self) -> None:
        name = self.chance.choice(list(self.tables))
        self.lines.append(
            f"create trigger {quoted(self.name('t'))} {self.chance.choice(['before', 'after'])} insert on {quoted(name)} begin "
            "select raise(abort, 'rows have come back by a trigger; they should not'); end")

    def full_text(self) -> None:
        chance, name = self.chance, f"fts {len(self.lines)}"
        form = chance.choice(["own", "own", "of a table", "of a view", "none", "old"])
        content = f"content {len(self.lines)}"
        source = f"view {len(self.lines)}"
        if form.startswith("of"):
            self.lines += [f"create table {quoted(content)} (id integer primary key, body text)",
                           f"insert into {quoted(content)} (body) values ('one two'), ('three two'), (null)"]
            self.lines.append(f"create view {quoted(source)} as select id, body from {quoted(content)}")
            content = source if form == "of a view" else content
        options = {"own": "", "old": "", "none": ", content=''"}.get(form, f", content={quoted(content)}, content_rowid = 'id'")
        module = "fts4" if form == "old" else "fts5"
        self.lines.append(f"create virtual table {quoted(name)} using {module}(body{options})")
        if form.startswith("of"):
            self.lines.append(f"insert into {quoted(name)} ({quoted(name)}) values ('rebuild')")
        else:
            self.lines.append(f"insert into {quoted(name)} (rowid, body) values (3, 'one two'), (9, 'Größe it''s')")
            self.is_unwritable |= form == "none"
        if module == "fts5":
            for setting in chance.sample(["'pgsz', 512", "'rank', 'bm25(10.0)'", "'automerge', 8", "'crisismerge', 32"], 2):
                self.lines.append(f"insert into {quoted(name)} ({quoted(name)}, rank) values ({setting})")
            self.lines.append(f"create virtual table {quoted(name + ' words')} using fts5vocab({quoted(name)}, row)")
        else:
            self.lines.append(f"create virtual table {quoted(name + ' words')} using fts4aux({quoted(name)})")

    def boxes(self) -> None:
        name = f"box {len(self.lines)}"
        self.lines += [f"create virtual table {quoted(name)} using rtree(id, x0, x1, +note)",
                       f"insert into {quoted(name)} values (7, 0.5, 1.5, 'it''s')"]


def statements(chance: random.Random) -> tuple[list[str], bool]:
    schema = Schema(chance)
    for _ in range(chance.randint(1, 4)):
        schema.table()
    parts = [schema.index, schema.view, schema.trigger, schema.full_text, schema.boxes]
    for part in chance.choices(parts, weights=[4, 4, 1, 2, 1], k=chance.randint(0, 8)):
        part()
    if chance.random() < 0.3:
        schema.lines.append("pragma user_version = 42")
    if chance.random() < 0.2:
        schema.lines.append("analyze")
    return schema.lines, schema.is_unwritable


class Database:
    def __init__(self, folder: pathlib.Path, seed: int):
        self.folder, self.seed, self.made = folder, seed, []

    def new(self) -> str:
        path = self.folder / f"{self.seed}-{len(self.made)}.db"
        self.made.append(path)
        return f"sqlite:{path}"

    def run(self, url: str, lines: list[str]) -> None:
        with sqlite3.connect(url.removeprefix("sqlite:"), isolation_level=None) as connection:
            for line in lines:
                try:
                    connection.execute(line)
                except sqlite3.IntegrityError:
                    # A row that the table does not take.
                    assert line.startswith("insert"), line

    def drop(self, url: str) -> None:
        pathlib.Path(url.removeprefix("sqlite:")).unlink(missing_ok=True)

    def end(self) -> None:
        for path in self.made:
            path.unlink(missing_ok=True)

    def state(self, url: str, has_data: bool) -> dict[str, object]:
        connection = sqlite3.connect(url.removeprefix("sqlite:"), isolation_level=None)
        connection.text_factory = bytes
        ours = "name not like 'ddl_migrations%' and tbl_name not like 'ddl_migrations%'"
        # What ends in a remark has come with a new line behind it.
        listed = connection.execute(
            f"select type, name, tbl_name, rtrim(sql, char(10)) from sqlite_master where {ours} and name not like 'sqlite_stat%' "
            "and name <> 'sqlite_sequence' order by 1, 2").fetchall()
        found: dict[str, object] = {"schema": listed}
        for word in ("user_version", "application_id"):
            found[word] = connection.execute(f"pragma {word}").fetchall()
        if not has_data:
            return found
        shadows = {row[0] for row in connection.execute("select name from pragma_table_list where type = 'shadow'")}
        for kind, name, _, _ in listed:
            if kind == b"table" and (name not in shadows or name.endswith(b"_config")):
                found[f"rows of {name.decode()}"] = self.rows(connection, name.decode())
        for name in ("sqlite_sequence", "sqlite_stat1"):
            if connection.execute("select 1 from sqlite_master where name = ?", [name]).fetchall():
                rows = connection.execute(f"select * from {name}").fetchall()
                found[name] = sorted((row for row in rows if not row[0].startswith(b"ddl_migrations")), key=repr)
        connection.close()
        return found

    @staticmethod
    def rows(connection: sqlite3.Connection, name: str) -> list[tuple]:
        columns = [row[1].decode() for row in connection.execute("select * from pragma_table_xinfo(?) where hidden <> 1", [name])]
        wanted = [f"{function}({quoted(column)})" for column in columns for function in ("typeof", "quote")]
        spelling = next((word for word in ("rowid", "_rowid_", "oid") if word not in columns), None)
        try:
            return connection.execute(
                f"select {spelling or 0}, {', '.join(wanted)} from {quoted(name)} order by 1, 3, 5").fetchall()
        except sqlite3.OperationalError:
            return sorted(connection.execute(f"select {', '.join(wanted)} from {quoted(name)}").fetchall())
