"""A project of its own, with settings and a database, where the lines of the documents run."""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Matrix"))

from behaviours import checksum
from database import Database
from databases import KINDS
from stage import Answer, Files, equal, fault, holds

__all__ = ["Answer", "Project", "behaviour", "checksum", "equal", "fault", "holds", "in_both", "migration"]
Show = Callable[["Project"], None]
SERVERS = {"postgresql": "RUNG_TEST_POSTGRESQL", "mariadb": "RUNG_TEST_MARIADB"}
PYTHON = Path(__file__).resolve().parents[1] / "Loaders/documents"
# Where each stands in the documents, and the kinds of database that it is shown on, by the behaviour's name.
SECTIONS: dict[str, str] = {}
KINDS_OF: dict[str, tuple[str, ...]] = {}
BEHAVIOURS: dict[str, Show] = {}
# The lines beginning with `sqlspec` that were run.
RUN: set[str] = set()


def behaviour(section: str, *kinds: str) -> Callable[[Show], Show]:
    """Takes a function for a behaviour that its name tells, and that a section of a document promises."""

    def declare(show: Show) -> Show:
        name = show.__name__.replace("_", " ")
        BEHAVIOURS[name], SECTIONS[name] = show, section
        KINDS_OF[name] = kinds or ("sqlite", "postgresql")
        return show

    return declare


def in_both(section: str) -> str:
    """A section of both documents."""
    return f"Database Migrations and Migrations of ADK: {section}"


def migration(version: str, title: str, up: str = "", down: str = "") -> Files:
    up, down = up or f"create table {title} (id integer);", down or f"drop table {title};"
    text = f"-- name: migrate-{version}-up\n{up}\n\n-- name: migrate-{version}-down\n{down}\n"
    return {f"{version}_{title}.sql": text}


class Project:
    """`settings` is the text of rung.toml but for the database."""

    def __init__(self, rung: str, kind: str) -> None:
        self.rung, self.kind = rung, kind
        self.root = Path(tempfile.mkdtemp(prefix="rung-documents-")).resolve()
        self.folder = self.root / "app"
        (self.folder / "migrations").mkdir(parents=True)
        self.databases = [KINDS[kind](self.root)]
        self.variables: dict[str, str] = {}
        self.settings()

    @property
    def database(self) -> Database:
        return self.databases[-1]

    def close(self) -> None:
        for database in self.databases:
            database.close()
        shutil.rmtree(self.root)

    def another(self) -> None:
        """From here on a new database of the same kind."""
        self.databases.append(KINDS[self.kind](self.root))
        self.settings(self.text)

    # Files

    def settings(self, text: str = "") -> None:
        self.text = text
        (self.folder / "rung.toml").write_text(f'database = "{self.database.url}"\n{text}')

    def write(self, *all_files: Files, folder: str = "migrations") -> None:
        for files in all_files:
            for name, text in files.items():
                path = self.folder / folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def take(self, name: str, example: str) -> None:
        """Take a migration in Python that a document shows into the project, as it is."""
        self.write({name: (PYTHON / f"{example}.py").read_text(encoding="utf-8")})

    def files(self) -> Files:
        folder = self.folder / "migrations"
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.is_file()}

    # Commands

    def call(self, *command: str) -> Answer:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("RUNG_", "PG"))}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**inherited, "HOME": str(self.root), "USER": "ada", "PATH": self.path(), **self.variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Answer(shlex.join(command), done.returncode, done.stdout, done.stderr)

    def path(self) -> str:
        return f"{Path(self.rung).parent}:{os.environ['PATH']}"

    def run(self, line: str) -> Answer:
        """Runs a line of a document: `sqlspec --config myapp.config …` is `rung …`, with the settings in rung.toml."""
        RUN.add(line)
        words = shlex.split(line, comments=True)
        equal(words[:3], ["sqlspec", "--config", "myapp.config"], "the words that a line begins with")
        return self.call(self.rung, *words[3:])

    def rung_(self, *words: str) -> Answer:
        return self.call(self.rung, *words)

    def shell(self, text: str) -> Answer:
        """Lines for a shell, which stops at the first that fails."""
        return self.call("sh", "-e", "-c", text.replace("sqlspec --config myapp.config", shlex.quote(self.rung)))

    # What is there

    def tables(self) -> list[str]:
        return [name for name in self.database.tables() if not name.startswith("ddl_migrations")]

    def rows(self, columns: str = "version_num", table: str = "ddl_migrations") -> list[list[str | None]]:
        if table not in self.database.tables():
            return []
        return self.database.rows(f"select {columns} from {table} order by execution_sequence")

    def applied(self, *versions: str) -> None:
        equal([row[0] for row in self.rows()], list(versions), "applied versions, in their order")

    def made(self, *tables: str) -> None:
        equal(self.tables(), sorted(tables), "tables")
