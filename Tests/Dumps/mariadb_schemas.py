"""Schemas for MariaDB: tables, keys, views and programs, names and values that are hard to write."""

import itertools
import os
import pathlib
import random
from urllib.parse import unquote, urlsplit

import pymysql

NAMES = ["a", "b c", "select", "q`uote", "Größe", "it's", "x--y", "semi;colon", "zz", "B1", "$1", "#hash"]
TYPES = {
    "int": ["1", "-7"], "bigint unsigned": ["18446744073709551615"], "decimal(10,2)": ["1.25"], "double": ["0.1", "1e-300"],
    "varchar(40)": ["''", "'it''s'", "'a\\nb\\t\\\\'", "'DEFINER=`x`@`y`'", "'Größe 🜁'", "'/*! x */'", "'\\0'"],
    "text": ["'-- x'", "repeat('ab', 400)"], "varbinary(20)": ["x'0041'", "x'00ff'", "x''"], "blob": ["x'0a27225c'"],
    "date": ["'2024-02-29'"], "datetime(3)": ["'2024-02-29 01:02:03.5'"], "time": ["'-12:34:56'"], "year": ["2024"],
    "timestamp null": ["'2024-02-29 01:02:03'"], "bit(4)": ["b'0101'"], "enum('a','b''c','')": ["'a'", "'b''c'"],
    "set('x','y')": ["'x,y'", "''"], "json": ["'{\"a\": [1]}'"], "point": ["point(1, 2)"], "boolean": ["true", "null"],
    "inet6": ["'::1'"], "uuid": ["'6f1d2c3e-0000-4000-8000-000000000001'"],
}
PLAIN = [kind for kind in TYPES if kind not in ("text", "blob", "json", "point")]


def quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


class Schema:
    def __init__(self, chance: random.Random):
        self.chance, self.lines, self.names = chance, [], chance.sample(NAMES, len(NAMES))
        self.numbers = itertools.count()
        self.tables, self.relations = [], []

    def name(self) -> str:
        return quoted(self.names.pop() if self.names else f"n{next(self.numbers)}")

    def key_name(self) -> str:
        """A name that every release of MariaDB writes as it is: Rung refuses others by name."""
        return quoted(self.name()[1:-1].replace("`", ""))

    def table(self) -> None:
        chance, name = self.chance, self.name()
        columns = {column: chance.choice(list(TYPES)) for column in chance.sample(NAMES, chance.randint(1, 4))}
        parts = ["id int auto_increment primary key"]
        for column, kind in columns.items():
            usual = chance.choice(["", "", f" default {TYPES[kind][0]}" if kind in PLAIN else "", " comment 'it''s; -- so'"])
            order = " character set latin1 collate latin1_bin" if kind == "varchar(40)" and chance.random() < 0.1 else ""
            parts.append(f"{quoted(column)} {kind}{order}{usual}")
            if order:
                columns[column] = "year"
        if chance.random() < 0.4:
            parts.append(f"parent int, constraint {self.key_name()} foreign key (parent) references {name} (id)")
        if chance.random() < 0.4 and self.tables:
            parts.append(f"other int, constraint {self.key_name()} foreign key (other) references {chance.choice(self.tables)} (id) on delete set null")
        if chance.random() < 0.3:
            parts.append("made int as (2 + 3) " + chance.choice(["stored", "virtual"]))
        if chance.random() < 0.3:
            parts.append(f"num int, constraint `check `` {next(self.numbers)}` check (num > 0)")
        if chance.random() < 0.3:
            parts.append(f"word varchar(30), {chance.choice(['key', 'unique key', 'fulltext key'])} {self.name()} (word)")
        rest = chance.choice(["", " comment='a''b AUTO_INCREMENT=7'", " row_format=dynamic", " auto_increment=9", " character set utf8mb4 collate utf8mb4_bin"])
        self.lines.append(f"create table {name} ({', '.join(parts)}){rest}")
        self.tables.append(name)
        self.relations.append(name)
        for _ in range(chance.choice([0, 1, 3])):
            values = ", ".join(chance.choice(TYPES[kind]) for kind in columns.values())
            self.lines.append(f"insert into {name} ({', '.join(map(quoted, columns))}) values ({values})")

    def view(self) -> None:
        name, of = self.name(), self.chance.choice(self.relations)
        self.lines.append(f"create view {name} as select id, id + 1 as `o'ne` from {of}")
        self.relations.append(name)

    def program(self) -> None:
        name = self.name()
        self.lines.append(self.chance.choice([
            f"create procedure {name}(in x int, out y text) begin select 'a;b'; /* ; */ set y = '`'; end",
            f"create function {name}(x int) returns int deterministic comment 'it''s' return x + 1",
            f"create event {name} on schedule every 1 day starts '2024-01-01 00:00:00' disable do begin select ';'; end",
        ]))

    def trigger(self) -> None:
        table = self.chance.choice(self.tables)
        self.lines.append(f"create trigger {self.name()} before update on {table} for each row begin set @seen = old.id; -- ;\n end")

    def sequence(self) -> None:
        name = self.name()
        self.lines.append(f"create sequence {name} start with 3 increment by 2")
        if self.chance.random() < 0.5:
            self.lines.append(f"do nextval({name})")

    def partitions(self) -> None:
        """A table in parts, which has a counter but no foreign key."""
        parts = self.chance.choice([
            "hash (id) partitions 2", "list (kind) (partition `o``ne` values in (1, 2) comment = 'it''s', partition zwei values in (3))",
            "range (kind) (partition low values less than (5), partition high values less than maxvalue)"])
        name = self.name()
        self.lines.append(f"create table {name} (id int auto_increment, kind int, primary key (id, kind)) partition by {parts}")
        self.lines.append(f"insert into {name} (kind) values (1), (2)")

    def circle(self) -> None:
        """Two tables that refer to each other, whichever comes first, and a generated column of a generated column."""
        one, other = self.name(), self.name()
        self.lines += [
            f"create table {one} (id int primary key, twice int as (id * 2), more int as (twice + 1) stored, check (more > id))",
            f"create table {other} (id int primary key, back int, constraint {self.key_name()} foreign key (back) references {one} (id))",
            f"alter table {one} add next int, add constraint {self.key_name()} foreign key (next) references {other} (id)",
        ]

    def index(self) -> None:
        self.lines.append(f"create index {self.name()} on {self.chance.choice(self.tables)} (id desc)")


def statements(chance: random.Random) -> tuple[list[str], bool]:
    schema = Schema(chance)
    for _ in range(chance.randint(1, 3)):
        schema.table()
    rest = [schema.view, schema.program, schema.trigger, schema.index, schema.sequence, schema.table,
            schema.partitions, schema.circle]
    for part in chance.choices(rest, k=chance.randint(1, 6)):
        part()
    return schema.lines, False


class Database:
    def __init__(self, folder: pathlib.Path, seed: int):
        self.server, self.seed, self.made = os.environ["RUNG_TEST_MARIADB"], seed, []

    def connect(self, url: str):
        parts = urlsplit(url)
        return pymysql.connect(
            host=parts.hostname, port=parts.port, user=parts.username, password=unquote(parts.password or ""),
            database=parts.path[1:] or None, autocommit=True, charset="utf8mb4")

    def one(self, sql: str) -> None:
        with self.connect(self.server) as connection, connection.cursor() as cursor:
            cursor.execute(sql)

    def new(self) -> str:
        name = f"dump_{os.getpid()}_{self.seed}_{len(self.made)}"
        self.one(f"create database {name} character set utf8mb4")
        self.made.append(name)
        return f"{self.server}/{name}"

    def run(self, url: str, lines: list[str]) -> None:
        with self.connect(url) as connection, connection.cursor() as cursor:
            for line in lines:
                try:
                    cursor.execute(line)
                except pymysql.err.IntegrityError:
                    # A row that the table does not take.
                    assert line.startswith("insert"), line

    def drop(self, url: str) -> None:
        self.one(f"drop database if exists {url.rpartition('/')[2]}")

    def end(self) -> None:
        for name in self.made:
            self.drop(f"/{name}")

    def state(self, url: str, has_data: bool) -> dict[str, list]:
        """What the server tells of each object, without the database's name, who made it and when."""
        counter = ", auto_increment" if has_data else ""
        queries = {
            "tables": f"select table_name, table_type, engine, row_format, table_collation, table_comment, create_options{counter}"
            " from information_schema.tables where table_schema = database()",
            "columns": "select table_name, column_name, ordinal_position, column_default, is_nullable, column_type, collation_name, column_key,"
            " extra, column_comment, generation_expression from information_schema.columns where table_schema = database()",
            "keys": "select table_name, index_name, non_unique, seq_in_index, column_name, collation, index_type, index_comment"
            " from information_schema.statistics where table_schema = database()",
            "checks": "select table_name, constraint_name, check_clause from information_schema.check_constraints"
            " where constraint_schema = database()",
            "foreign keys": "select constraint_name, table_name, referenced_table_name, update_rule, delete_rule"
            " from information_schema.referential_constraints where constraint_schema = database()",
            "views": "select table_name, replace(view_definition, concat('`', database(), '`.'), ''), security_type, character_set_client"
            " from information_schema.views where table_schema = database()",
            "programs": "select routine_name, routine_type, routine_definition, is_deterministic, routine_comment, sql_mode, dtd_identifier"
            " from information_schema.routines where routine_schema = database()",
            "triggers": "select trigger_name, event_object_table, action_timing, event_manipulation, action_statement, sql_mode"
            " from information_schema.triggers where trigger_schema = database()",
            "events": "select event_name, event_definition, interval_value, starts, status from information_schema.events"
            " where event_schema = database()",
        }
        with self.connect(url) as connection, connection.cursor() as cursor:
            found = {}
            for key, query in queries.items():
                cursor.execute(query)
                found[key] = sorted(repr(row) for row in cursor.fetchall() if "ddl_migrations" not in repr(row))
            if has_data:
                cursor.execute("select table_name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'")
                for (name,) in cursor.fetchall():
                    if "ddl_migrations" not in name:
                        cursor.execute(f"select * from {quoted(name)} order by id")
                        found[f"rows of {name}"] = [repr(row) for row in cursor.fetchall()]
        return found
