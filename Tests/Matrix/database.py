"""What every kind of database has: a new one of its own, spoken to past Rung, by its own client."""

import itertools
import json
import os
import subprocess
import urllib.parse
import uuid
from pathlib import Path

Row = list[str | None]
TRACKER, PROGRESS = "ddl_migrations", "ddl_migrations_progress"
TIMES = ("applied_at", "execution_time_ms", "started_at")
_numbers = itertools.count(1)


def with_user(url: str, user: str, password: str) -> str:
    """The URL with another user."""
    parts = urllib.parse.urlsplit(url)
    place = f"{user}:{urllib.parse.quote(password, safe='')}@{parts.hostname}:{parts.port}"
    return parts._replace(netloc=place).geturl()


class Database:
    """A database that is made at once, and dropped with `close`."""

    kind = ""
    # The client of the driver program that serves it; none where Rung itself speaks to the database.
    program = ""
    is_server = False
    # Whether a migration runs in a transaction unless it says otherwise.
    is_transactional = True
    # Tables; what else there is; and what narrows information_schema.columns.
    tables_query = ""
    objects_query = ""
    own = ""
    # Makes every update of the progress table take two seconds.
    slow_progress = ""
    # Makes `log` follow what is inserted into `t`, by a trigger of two statements, and takes it away again.
    trigger = ""
    no_trigger = "drop trigger follow;"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"matrix_{os.getpid()}_{next(_numbers)}_{uuid.uuid4().hex[:6]}"
        self.url = ""
        self.environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "PGTZ": "UTC"}
        self.make()

    def make(self) -> None:
        """Make it, empty, and say its URL."""
        raise NotImplementedError

    @classmethod
    def release(cls) -> int:
        """The major version of the server or the client; 353 for SQLite 3.53."""
        raise NotImplementedError

    def close(self) -> None:
        """Drop it."""

    def guarded(self, password: str) -> str:
        """Its URL for a user who may do anything in it, and has that password."""
        raise NotImplementedError

    def crowded(self) -> tuple[str, list[str]]:
        """Its URL for a user who may have three connections, and the command of that user's client."""
        raise NotImplementedError

    def limited(self) -> str:
        """Its URL for a user, `limited_user`, who may connect to it and do nothing more."""
        raise NotImplementedError

    @property
    def limited_user(self) -> str:
        return f"limited_{self.name}"

    def client(self) -> list[str]:
        """The command that runs SQL from its standard input, and stops at the first error."""
        raise NotImplementedError

    def rows(self, query: str) -> list[Row]:
        """What a query yields, each value as a text."""
        raise NotImplementedError

    def tables(self) -> list[str]:
        return [row[0] or "" for row in self.rows(self.tables_query)]

    def columns(self, table: str) -> list[str]:
        query = f"select column_name from information_schema.columns where table_name = '{table}'"
        return [row[0] or "" for row in self.rows(f"{query}{self.own} order by ordinal_position")]

    def send(self, text: str) -> subprocess.CompletedProcess[bytes]:
        """Hand a text to the client."""
        return subprocess.run(
            self.client(), input=text.encode(), env=self.environment, capture_output=True, timeout=120, check=False)

    def execute(self, text: str) -> None:
        self.read(self.client(), text)

    def read(self, command: list[str], text: str) -> str:
        done = subprocess.run(
            command, input=text.encode(), env=self.environment, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, f"{command[0]}: {done.stderr.decode()}"
        return done.stdout.decode()

    def dump(self) -> str:
        """All tables with all rows, and what else there is, in an order that depends on nothing else; without times."""
        lines = [json.dumps(["object", *row]) for row in self.rows(self.objects_query)]
        for table in sorted(self.tables()):
            columns = self.columns(table)
            rows = self.rows(f"select * from {table}")
            if table in (TRACKER, PROGRESS):
                kept = [name not in TIMES for name in columns]
                rows = [[value if keep else None for keep, value in zip(kept, row, strict=True)] for row in rows]
            lines += [json.dumps(["table", table, *columns])]
            lines += sorted(json.dumps([table, *row], ensure_ascii=False) for row in rows)
        return "\n".join(lines)

    # How what migrations need is spelled.

    def literal(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def slow(self, seconds: float) -> str:
        """A statement that takes about as long, or longer, and leaves nothing behind."""
        raise NotImplementedError
