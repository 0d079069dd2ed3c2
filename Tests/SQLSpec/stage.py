"""Where a behaviour is shown: SQLSpec and Rung, each with its own copy of a project and its own empty database."""

import contextlib
import importlib
import io
import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from databases import STABLE, TRACKER, Database, PostgreSQL, SQLite, rows
from declare import Answer, Files, equal


@dataclass
class Side:
    """One tool, its project and its database."""

    folder: Path
    database: Database
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def migrations(self) -> Path:
        return self.folder / "migrations"

    def write(self, files: Files) -> None:
        for name, text in files.items():
            path = self.migrations / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    def remove(self, *names: str) -> None:
        for name in names:
            (self.migrations / name).unlink()

    def rename(self, old: str, new: str, version: tuple[str, str] | None = None) -> None:
        """Give a file another name, and its text another version."""
        text = (self.migrations / old).read_bytes().decode()
        self.remove(old)
        self.write({new: text.replace(*version) if version else text})

    def files(self) -> Files:
        paths = sorted(self.migrations.rglob("*")) if self.migrations.is_dir() else []
        return {str(path.relative_to(self.migrations)): path.read_bytes().decode() for path in paths if path.is_file()}

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        if not isinstance(self.database, SQLite):
            return self.database.query(sql)
        with contextlib.closing(sqlite3.connect(self.database.file)) as connection, connection:
            return connection.execute(sql).fetchall()

    def tracked(self) -> bool:
        """Whether the tracking table is there; a look does not make a database file."""
        if isinstance(self.database, SQLite):
            found = "SELECT 1 FROM sqlite_master WHERE name"
            return Path(self.database.file).exists() and bool(self.query(f"{found} = '{TRACKER}'"))
        return bool(self.query(f"SELECT 1 FROM pg_tables WHERE tablename = '{TRACKER}'"))

    def rows(self, *columns: str) -> list[Any]:
        """Rows of the tracking table in the order in which they were applied; with one column its values alone."""
        found = rows(self.database, list(columns or STABLE)) if self.tracked() else []
        return [row[columns[0]] for row in found] if len(columns) == 1 else found

    def tables(self) -> list[str]:
        names = [entry[0] for entry in self.objects() if isinstance(entry[-1], list)]
        return [name for name in names if not name.startswith(TRACKER)]

    def objects(self) -> list[tuple[Any, ...]]:
        exists = isinstance(self.database, PostgreSQL) or Path(self.database.file).exists()
        return self.database.objects() if exists else []

    def applied(self, *versions: str) -> None:
        equal(self.rows("version_num"), list(versions), f"versions applied by {type(self).__name__}")

    def made(self, *tables: str) -> None:
        equal(self.tables(), sorted(tables), f"tables made by {type(self).__name__}")

    def state(self) -> dict[str, Any]:
        return {"rows": self.rows(), "objects and data": self.objects(), "files": self.files()}


@dataclass
class SQLSpec(Side):
    more: dict[str, Any] = field(default_factory=dict)  # further arguments of its configuration

    def call(self, method: str, *arguments: Any, **options: Any) -> Answer:
        """A method of the configuration, or `squash`, which only the class behind it has."""
        config = self.database.sqlspec(self.settings | {"script_location": str(self.migrations)}, **self.more)
        target = config.get_migration_commands() if method == "squash" else config
        said, status = io.StringIO(), 0
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                result = getattr(target, method)(*arguments, **options)
                print("" if result is None else result)
            except Exception as error:  # its command line would print a traceback
                print(f"{type(error).__name__}: {error}")
                status = 1
            finally:
                config.close_pool()
        return Answer(f"SQLSpec's {method}", status, said.getvalue())

    def up(self, revision: str = "head", **options: Any) -> Answer:
        return self.call("migrate_up", revision, **options)

    def down(self, revision: str = "-1", **options: Any) -> Answer:
        return self.call("migrate_down", revision, **options)

    def stamp(self, revision: str) -> Answer:
        return self.call("stamp_migration", revision)

    def current(self) -> str:
        return self.call("get_current_migration").done().said.strip().splitlines()[-1]

    def fix(self, no_database: bool = False, **options: Any) -> Answer:
        return self.call("fix_migrations", update_database=not no_database, **{"yes": True} | options)

    def squash(self, span: str, message: str = "all", no_database: bool = False, **options: Any) -> Answer:
        from sqlspec.migrations.squash import parse_version_range

        try:
            first, last = parse_version_range(span)
        except ValueError as error:
            return Answer("SQLSpec's squash", 1, str(error))
        options = {"yes": True, "update_database": not no_database} | options
        return self.call("squash", first, last, message, **options)

    def cli(self, *arguments: str, answer: str = "") -> Answer:
        """Its command line, in this process."""
        from click.testing import CliRunner
        from sqlspec.cli import add_migration_commands, get_sqlspec_group

        module = f"settings_of_{self.folder.parent.name.replace('-', '_')}"
        pool, settings = {"database": self.database.file}, self.settings | {"script_location": "migrations"}
        (self.folder / f"{module}.py").write_text(
            "from sqlspec.adapters.sqlite import SqliteConfig\n"
            f"config = SqliteConfig(connection_config={pool!r}, migration_config={settings!r})\n"
        )
        importlib.invalidate_caches()
        with contextlib.chdir(self.folder):
            ran = CliRunner().invoke(
                add_migration_commands(get_sqlspec_group()), ["--config", f"{module}.config", *arguments], input=answer
            )
        said = ran.output + (f"{type(ran.exception).__name__}: {ran.exception}" if ran.exception else "")
        return Answer(f"sqlspec {' '.join(arguments)}", ran.exit_code, said)


def toml(value: Any) -> str:
    """A value of Python's as TOML has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


@dataclass
class Rung(Side):
    program: str = ""
    url: str = ""

    def start(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        lines = ["[migration]", *(f"{key} = {toml(value)}" for key, value in self.settings.items())]
        (self.folder / "rung.toml").write_text("\n".join(lines) + "\n")
        return subprocess.Popen(
            [self.program, *arguments, "--database", self.url],
            cwd=self.folder,
            env={key: value for key, value in os.environ.items() if not key.startswith(("RUNG_", "DATABASE_URL"))},
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def call(self, *arguments: str, **options: bool) -> Answer:
        """A verb; `dry_run=True` stands for `--dry-run`, `auto_sync=False` for `--no-auto-sync`."""
        for option, value in options.items():
            arguments += (("--" if value else "--no-") + option.replace("_", "-"),)
        process = self.start(*arguments)
        said = process.communicate(timeout=60)[0]
        return Answer(f"rung {' '.join(arguments)}", process.returncode, said)

    def up(self, revision: str = "head", **options: Any) -> Answer:
        return self.call("upgrade", revision, **options)

    def down(self, revision: str = "-1", **options: Any) -> Answer:
        return self.call("downgrade", revision, **options)

    def stamp(self, revision: str, **options: Any) -> Answer:
        return self.call("stamp", revision, **options)

    def current(self) -> str:
        return self.call("show-current-revision").done().said.strip()

    def status(self) -> dict[str, str]:
        """The state of each version."""
        found = json.loads(self.call("status", "--json", "--quiet").said)
        return {row["version"]: row["state"] for row in found["migrations"]}

    def fix(self, **options: Any) -> Answer:
        return self.call("fix", **{"yes": True} | options)

    def squash(self, span: str, message: str = "all", **options: Any) -> Answer:
        return self.call("squash", span, "-m", message, **{"yes": True} | options)


@dataclass
class Case:
    """Both sides; what is done to the case is done to each."""

    sqlspec: SQLSpec
    rung: Rung

    def sides(self) -> Iterator[Side]:
        yield from (self.sqlspec, self.rung)

    def set(self, **settings: Any) -> None:
        for side in self.sides():
            side.settings |= settings

    def write(self, *files: Files) -> None:
        for side in self.sides():
            for file in files:
                side.write(file)

    def remove(self, *names: str) -> None:
        for side in self.sides():
            side.remove(*names)

    def rename(self, old: str, new: str, version: tuple[str, str] | None = None) -> None:
        for side in self.sides():
            side.rename(old, new, version)

    def query(self, sql: str) -> None:
        for side in self.sides():
            side.query(sql)

    def each(self, method: str, *arguments: Any, **options: Any) -> tuple[Answer, Answer]:
        theirs, ours = (getattr(side, method)(*arguments, **options) for side in self.sides())
        return theirs, ours

    def take(self, method: str, *arguments: Any, **options: Any) -> tuple[Answer, Answer]:
        """One step by each: both do it, or both fail, and both leave the same."""
        theirs, ours = self.each(method, *arguments, **options)
        said = f"SQLSpec said {theirs.said[-300:]!r}, Rung {ours.said[-300:]!r}"
        equal(ours.failed, theirs.failed, f"whether {ours.command} fails ({said})")
        self.alike(f"after {ours.command}")
        return theirs, ours

    def alike(self, when: str = "at the end") -> None:
        theirs, ours = (side.state() for side in self.sides())
        for what, expected in theirs.items():
            equal(ours[what], expected, f"{what} {when}")

    def applied(self, *versions: str) -> None:
        for side in self.sides():
            side.applied(*versions)

    def made(self, *tables: str) -> None:
        for side in self.sides():
            side.made(*tables)
