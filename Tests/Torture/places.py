"""Databases as the tests see them, past Rung: made, read as a whole, and written to by the database's own client.

What is read is a text that is the same for the same schema and rows. Rung's own tables are read apart. A database that
is a file is copied before it is read, so that only Rung repairs it after a crash.
"""

import contextlib
import dataclasses
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

OWN = "ddl_migrations"
# The databases of a call have its number, so that several may use one server.
STEPS, WHOLE, RUN = (f"torture_{name}_{os.getpid()}" for name in ("steps", "whole", "run"))


@dataclasses.dataclass(frozen=True)
class Tracking:
    """Rung's own tables: versions in their order with their numbers, and how far an unfinished migration is."""

    applied: list[tuple[str, int]]
    unfinished: list[tuple[str, int]]


class Place:
    """A kind of database. `client` is the name of the program that Rung starts for it, if any."""

    kind = ""
    client: str | None = None
    is_server = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        raise NotImplementedError

    def make(self, name: str) -> None:
        """A new and empty database of that name, whatever was there."""
        raise NotImplementedError

    def content(self, name: str) -> str:
        """The schema and all rows, without Rung's own tables."""
        raise NotImplementedError

    def rows(self, name: str, sql: str) -> list[list[str]]:
        raise NotImplementedError

    def send(self, name: str, statements: list[str]) -> None:
        """Run statements in one session of the database's own client."""
        raise NotImplementedError

    def tables(self, name: str) -> list[str]:
        """Rung's own tables, as far as they exist."""
        raise NotImplementedError

    def tracking(self, name: str) -> Tracking:
        found = self.tables(name)
        query = f"select version_num, execution_sequence from {OWN} order by execution_sequence, version_num"
        applied = self.rows(name, query) if OWN in found else []
        query = f"select version_num, statements_done from {OWN}_progress order by 1"
        unfinished = self.rows(name, query) if f"{OWN}_progress" in found else []
        return Tracking([(row[0], int(row[1])) for row in applied], [(row[0], int(row[1])) for row in unfinished])

    def await_quiet(self, name: str) -> None:
        """Wait until no session but the caller's works on the database."""

    def locks(self, name: str) -> list[str]:
        """What runs left behind that may keep others out."""
        return []


class File(Place):
    """A database that is a file."""

    endings: tuple[str, ...] = ()

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def url(self, name: str) -> str:
        return f"{self.kind}:{name}.db"

    def make(self, name: str) -> None:
        for file in self.folder.glob(f"{name}.db*"):
            file.unlink()

    @contextlib.contextmanager
    def copied(self, name: str):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            for ending in ("", *self.endings):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy(f"{self.file(name)}{ending}", f"{folder}/{name}.db{ending}")
            yield Path(folder) / f"{name}.db"

    def locks(self, name: str) -> list[str]:
        """Files beside the database: a journal that is needed no more, or a lock."""
        return sorted(file.name for file in self.folder.glob(f"{name}.db?*"))


class SQLite(File):
    kind = "sqlite"
    endings = ("-journal", "-wal")

    def rows(self, name: str, sql: str) -> list[list[str]]:
        with self.copied(name) as file, contextlib.closing(sqlite3.connect(file)) as connection:
            return [list(row) for row in connection.execute(sql)]

    def tables(self, name: str) -> list[str]:
        return [row[0] for row in self.rows(name, f"select name from sqlite_master where name glob '{OWN}*'")]

    def content(self, name: str) -> str:
        with self.copied(name) as file, contextlib.closing(sqlite3.connect(file)) as connection:
            query = "select type, name, tbl_name, sql from sqlite_master order by 1, 2, 3"
            schema = [row for row in connection.execute(query) if not row[2].startswith(OWN)]
            lines = [f"user_version {connection.execute('pragma user_version').fetchone()[0]}", *map(str, schema)]
            for kind, table, *_ in schema:
                if kind == "table" and not table.startswith("sqlite_"):
                    rows = connection.execute(f"select * from {table}")
                    lines.extend(sorted(f"{table} {row}" for row in rows))
            lines.append(f"check {connection.execute('pragma integrity_check').fetchall()}")
        return "\n".join(lines)

    def send(self, name: str, statements: list[str]) -> None:
        with contextlib.closing(sqlite3.connect(self.file(name), isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement).fetchall()


class DuckDB(File):
    kind = "duckdb"
    client = "duckdb"
    endings = (".wal",)
    schema = """
select 'table', schema_name, table_name, sql, comment, '' from duckdb_tables() where not internal
union all select 'view', schema_name, view_name, sql, comment, '' from duckdb_views() where not internal
union all select 'index', schema_name, index_name, sql, table_name, '' from duckdb_indexes()
union all select 'sequence', schema_name, sequence_name, sql, '', '' from duckdb_sequences()
union all select 'type', schema_name, type_name, labels::varchar, '', '' from duckdb_types() where not internal
union all select 'macro', schema_name, function_name, macro_definition, parameters::varchar, ''
  from duckdb_functions() where not internal
union all select 'schema', schema_name, '', '', '', '' from duckdb_schemas() where not internal
order by all"""

    def ask(self, file: Path, queries: list[str]) -> list[list[str]]:
        """The rows of some queries; what other statements answer is left out."""
        command = ["duckdb", "-no-init", "-batch", "-bail", "-jsonlines", str(file)]
        text = "".join(f"{query};\n" for query in queries)
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"duckdb: {done.stderr}")
        return [list(json.loads(line).values()) for line in done.stdout.splitlines() if line.startswith("{")]

    def rows(self, name: str, sql: str) -> list[list[str]]:
        with self.copied(name) as file:
            return self.ask(file, [sql]) if file.exists() else []

    def tables(self, name: str) -> list[str]:
        query = f"select table_name from duckdb_tables() where table_name ^@ '{OWN}'"
        return [row[0] for row in self.rows(name, query)]

    def content(self, name: str) -> str:
        with self.copied(name) as file:
            if not file.exists():
                return ""
            schema = [row for row in self.ask(file, [self.schema]) if not str(row[2]).startswith(OWN)]
            tables = [f"{row[1]}.{row[2]}" for row in schema if row[0] == "table"]
            queries = [f"select '{table}', x::varchar from {table} as x order by all" for table in tables]
            return "\n".join(map(str, schema + (self.ask(file, queries) if queries else [])))

    def send(self, name: str, statements: list[str]) -> None:
        self.ask(self.file(name), statements)


def wait_until(is_done, seconds: float, words: str) -> None:
    end = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError(words)
        time.sleep(0.03)


def place(kind: str, folder: Path) -> Place:
    """The place of a kind; servers are named by RUNG_TEST_POSTGRESQL, RUNG_TEST_MARIADB and RUNG_TEST_MYSQL."""
    from places_servers import MariaDB, MySQL, PostgreSQL

    if kind in ("sqlite", "duckdb"):
        return (SQLite if kind == "sqlite" else DuckDB)(folder)
    server = os.environ[f"RUNG_TEST_{kind.upper()}"]
    return {"postgresql": PostgreSQL, "mariadb": MariaDB, "mysql": MySQL}[kind](folder, server)
