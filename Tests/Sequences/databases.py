"""The databases that the sequences work on, read past Rung."""

import contextlib
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TRACKER = "ddl_migrations"
Found = list[tuple[Any, ...]]


class SQLite:
    tables = "select name from sqlite_master where type = 'table' order by 1"
    log = "create table m_log (step integer primary key, id integer, way text)"

    def __init__(self, file: Path) -> None:
        self.url, self.client = f"sqlite:{file}", ["sqlite3", "-bail", str(file)]
        self.connection = sqlite3.connect(file, isolation_level=None)
        self.query(self.log)

    def query(self, sql: str) -> Found:
        return self.connection.execute(sql).fetchall()

    def close(self) -> None:
        self.connection.close()


class PostgreSQL:
    tables = "select tablename from pg_tables where schemaname = 'public' order by 1"
    log = "create table m_log (step serial primary key, id integer, way text)"

    def __init__(self, url: str) -> None:
        import psycopg

        self.url, self.client = url, ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=None)
        self.query("drop schema public cascade; create schema public")
        self.query(self.log)

    def query(self, sql: str) -> Found:
        cursor = self.connection.execute(sql)
        return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        self.connection.close()


Database = SQLite | PostgreSQL


def tables(database: Database) -> list[str]:
    return [name for (name,) in database.query(database.tables)]


def everything(database: Database) -> list[tuple[str, Found]]:
    """All tables with all rows, Rung's own among them: what a refusal and a dry run must leave as it was."""
    return [(name, database.query(f"select * from {name} order by 1")) for name in tables(database)]


def send(database: Database, script: str) -> subprocess.CompletedProcess[str]:
    """Hand a printed script to the database's own shell."""
    return subprocess.run(database.client, input=script, capture_output=True, encoding="utf-8", timeout=60)


@contextlib.contextmanager
def made_databases(server: str, names: list[str]) -> Iterator[list[str]]:
    """Databases of one's own on a PostgreSQL server, for as long as they are needed; none without a server."""
    if not server:
        yield []
        return
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f"create database {name}")
        try:
            yield [f"{server}/{name}" for name in names]
        finally:
            for name in names:
                connection.execute(f"drop database {name} with (force)")
