"""The database, read past both tools: what they left in it, without a word from either."""

import contextlib
import functools
import re
import sqlite3
from pathlib import Path
from typing import Any

ZONE = "Asia/Kolkata"
TRACKER = "ddl_migrations"
STABLE = ["version_num", "version_type", "execution_sequence", "description", "checksum", "replaces"]
VOLATILE = ["applied_at", "execution_time_ms", "applied_by"]
Found = list[tuple[Any, ...]]


class SQLite:
    name = "sqlite"

    def __init__(self, url: str) -> None:
        self.file = url.removeprefix("sqlite:").removeprefix("//")

    def query(self, sql: str) -> Found:
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(sql).fetchall()

    def empty(self) -> bool:
        return not self.query("SELECT 1 FROM sqlite_master LIMIT 1")

    def reset(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(self.file + suffix).unlink(missing_ok=True)

    def tracker(self) -> Found:
        return self.query(f"PRAGMA table_xinfo({TRACKER})") + self.query(f"PRAGMA index_list({TRACKER})") + self.query(
            f"SELECT type, wr, strict FROM pragma_table_list WHERE name = '{TRACKER}'"
        )

    def objects(self) -> Found:
        found = self.query(
            f"SELECT type, name, sql FROM sqlite_master WHERE tbl_name NOT LIKE '{TRACKER}%' ORDER BY type, name"
        )
        return found + [(name, self.query(f"SELECT * FROM {name}")) for kind, name, _ in found if kind == "table"]

    def timely(self) -> bool:
        """SQLite has no dates: the text must be what CURRENT_TIMESTAMP writes, in UTC."""
        low, high = self.query("SELECT datetime('now', '-10 minutes'), datetime('now')")[0]
        stamps = [row[0] for row in self.query(f"SELECT applied_at FROM {TRACKER}")]
        form = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
        return all(isinstance(at, str) and form.fullmatch(at) is not None and low <= at <= high for at in stamps)

    def sqlspec(self, migration: dict[str, Any], **more: Any) -> Any:
        from sqlspec.adapters.sqlite import SqliteConfig

        return SqliteConfig(connection_config={"database": self.file}, migration_config=migration, **more)


class PostgreSQL:
    name = "postgresql"

    def __init__(self, url: str) -> None:
        self.url = url

    @functools.cached_property
    def connection(self) -> Any:
        import psycopg

        zone = f"-c timezone={ZONE}"
        return psycopg.connect(self.url, autocommit=True, prepare_threshold=None, options=zone)

    def query(self, sql: str) -> Found:
        cursor = self.connection.execute(sql)
        return cursor.fetchall() if cursor.description else []

    def empty(self) -> bool:
        return not self.query(
            "SELECT 1 FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        )

    def reset(self) -> None:
        """Also give the database a zone that is not UTC, whatever the server's own."""
        self.query(
            "DO $$ BEGIN DROP SCHEMA public CASCADE; CREATE SCHEMA public; EXECUTE format("
            f"'ALTER DATABASE %I SET timezone TO %L', current_database(), '{ZONE}'); END $$"
        )

    def tracker(self) -> Found:
        return self.query(
            "SELECT ordinal_position::int, column_name, data_type, character_maximum_length, is_nullable,"
            f" column_default FROM information_schema.columns WHERE table_name = '{TRACKER}' ORDER BY 1"
        ) + self.query(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            f" WHERE conrelid = 'public.{TRACKER}'::regclass ORDER BY 1"
        )

    def objects(self) -> Found:
        columns = self.query(
            "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
            f" WHERE table_schema = 'public' AND table_name NOT LIKE '{TRACKER}%' ORDER BY table_name, ordinal_position"
        )
        rest = self.query(
            f"SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '{TRACKER}%' UNION ALL"
            " SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1"
        )
        names = sorted({column[0] for column in columns})
        return columns + rest + [(name, self.query(f"SELECT * FROM {name} ORDER BY 1")) for name in names]

    def timely(self) -> bool:
        """The column has no time zone: it must hold the database's own local time."""
        return not self.query(
            f"SELECT 1 FROM {TRACKER}"
            " WHERE applied_at NOT BETWEEN localtimestamp - interval '10 minutes' AND localtimestamp"
        )

    def sqlspec(self, migration: dict[str, Any], **more: Any) -> Any:
        from sqlspec.adapters.psycopg import PsycopgSyncConfig

        pool = {"conninfo": self.url, "min_size": 1, "max_size": 1}
        return PsycopgSyncConfig(connection_config=pool, migration_config=migration, **more)


Database = SQLite | PostgreSQL


def rows(database: Database, columns: list[str]) -> list[dict[str, Any]]:
    found = database.query(f"SELECT {', '.join(columns)} FROM {TRACKER} ORDER BY execution_sequence, version_num")
    return [dict(zip(columns, row, strict=True)) for row in found]
