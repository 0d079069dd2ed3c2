"""A project with migrations and a database of its own, and `rung` run in it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Support"))

from database import PROGRESS, TRACKER, Database
from showing import equal, fault, holds  # noqa: F401  who shows a behaviour has them from here
from terminal import Terminal

Files = dict[str, str]


def until(condition: Callable[[], object], what: str, seconds: float = 20, pause: float = 0.02) -> None:
    end = time.monotonic() + seconds
    while not condition():
        holds(time.monotonic() < end, f"it did not come: {what}")
        time.sleep(pause)


def migration(version: str, up: str = "", down: str | None = "", title: str = "x", head: str = "") -> Files:
    """A file that makes and drops a table of its own, unless told otherwise; `down=None` for no way back."""
    text = f"{head}-- name: migrate-{version}-up\n{up or f'create table t_{version} (id integer);'}\n"
    if down is not None:
        text += f"\n-- name: migrate-{version}-down\n{down or f'drop table t_{version};'}\n"
    return {f"{version}_{title}.sql": text}


@dataclass
class Answer:
    """How a command ended, and what it said."""

    command: str
    status: int
    out: str
    errors: str

    def ended(self, *statuses: int) -> "Answer":
        said = f"{self.out[-300:]}{self.errors[-900:]}"
        holds(self.status in statuses, f"{self.command}: status {self.status}, not {statuses}\n{said}")
        return self

    def says(self, *words: str) -> "Answer":
        for word in words:
            said = self.out + self.errors
            holds(word in said, f"{self.command} does not say {word!r}:\n{said[-900:]}")
        return self

    def silent_on(self, *words: str) -> "Answer":
        for word in words:
            holds(word not in self.out + self.errors, f"{self.command} says {word!r}:\n{self.errors[-900:]}")
        return self

    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


class Stage:
    """One project, on one database."""

    def __init__(self, rung: str, folder: Path, kind: type[Database]) -> None:
        self.rung, self.folder, self.kind = rung, folder, kind
        self.settings: dict[str, Any] = {}
        # The lines of further tables.
        self.more_settings: list[str] = []
        self.variables: dict[str, str] = {}
        self.databases: list[Database] = []
        (folder / "migrations").mkdir()
        (folder / "tmp").mkdir()
        self.database = self.another()

    def another(self) -> Database:
        """A further database of the same kind, empty."""
        self.databases.append(self.kind(self.folder))
        return self.databases[-1]

    def renew(self) -> None:
        """Drop the database, and take another."""
        self.databases.remove(self.database)
        self.database.close()
        self.database = self.another()

    def close(self) -> None:
        for database in self.databases:
            database.close()

    # Files

    def write(self, *all_files: Files) -> None:
        for files in all_files:
            for name, text in files.items():
                (self.folder / "migrations" / name).write_bytes(text.encode())

    def rename(self, old: str, new: str, version: tuple[str, str]) -> None:
        """Give a file another name, and its text another version."""
        path = self.folder / "migrations" / old
        text = path.read_text()
        path.unlink()
        self.write({new: text.replace(f"migrate-{version[0]}-", f"migrate-{version[1]}-")})

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "migrations").iterdir())

    # Commands

    def _write_settings(self) -> None:
        lines = ["[migration]", *(f"{key} = {json.dumps(value)}" for key, value in self.settings.items())]
        lines += self.more_settings
        (self.folder / "rung.toml").write_text("\n".join(lines) + "\n")

    def environment(self, database: Database | None = None, **variables: str) -> dict[str, str]:
        inherited = {
            key: value for key, value in os.environ.items()
            if not key.startswith(("RUNG_", "PG", "DATABASE_URL")) or key == "RUNG_HOME"
        }
        own = {"HOME": str(self.folder), "TMPDIR": str(self.folder / "tmp"), "RUNG_AUTHOR": "ada"}
        return {
            **inherited, **own, "RUNG_DATABASE": (database or self.database).url, **self.variables, **variables}

    def start(
        self, *words: str, on: Database | None = None, **variables: str
    ) -> subprocess.Popen[bytes]:
        self._write_settings()
        return subprocess.Popen(
            [self.rung, *words], cwd=self.folder, env=self.environment(on, **variables), bufsize=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def on_terminal(self, *words: str, columns: int = 80, **variables: str) -> Terminal:
        self._write_settings()
        # What the tests themselves are told about terminals is not for Rung.
        environment = {key: value for key, value in self.environment().items() if key not in ("NO_COLOR", "TERM")}
        return Terminal([self.rung, *words], self.folder, environment | variables, columns)

    def call(self, *words: str, on: Database | None = None, **variables: str) -> Answer:
        process = self.start(*words, on=on, **variables)
        out, errors = process.communicate(timeout=120)
        return Answer(f"rung {' '.join(words)}", process.returncode, out.decode(), errors.decode())

    def up(self, *words: str) -> Answer:
        return self.call("upgrade", *words).ended(0)

    def down(self, *words: str) -> Answer:
        return self.call("downgrade", *words).ended(0)

    def states(self) -> dict[str, str]:
        """The state of each version, as `status` has it."""
        return {row["version"]: row["state"] for row in self.call("status", "--json").ended(0).json()["migrations"]}

    # What is there

    def remains(self, version: str) -> str:
        """What is said to be left of a transaction that failed: what a client reads may have committed by itself."""
        if self.kind.kind in ("psql", "sqlite3"):
            return f"'{version}' is not recorded; what it committed itself is kept, the rest is rolled back"
        return f"nothing of '{version}' remains"

    def applied(self, *versions: str) -> None:
        equal(self.column(TRACKER, "version_num", "execution_sequence"), list(versions), "applied versions")

    def made(self, *tables: str) -> None:
        found = [name for name in self.database.tables() if name not in (TRACKER, PROGRESS)]
        equal(found, sorted(tables), "tables")

    def column(self, table: str, column: str, order: str = "") -> list[str | None]:
        if table not in self.database.tables():
            return []
        return [row[0] for row in self.database.rows(f"select {column} from {table} order by {order or column}")]

    def progress(self) -> list[list[str | None]]:
        if PROGRESS not in self.database.tables():
            return []
        return self.database.rows(f"select version_num, direction, statements_done from {PROGRESS}")
