"""The contestants that the script needs: the databases' clients, cat, and Rung. The other tools are in peers.py.

A method per kind of work returns the command that is timed; a contestant without the method takes no part in it.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from databases import Database
from projects import Migration, text
from timing import Command, Failed, environment

TENANTS = "tenants.mk"


@dataclass(frozen=True)
class Place:
    """A contestant's own folder and database for one list of migrations."""

    folder: Path
    database: Database


class Contestant:
    name = ""
    largest = 10_000  # the longest list of migrations that it applies
    largest_file = 100  # the largest file that it applies, in megabytes
    patience = 10.0  # seconds of runs after which it takes no further round of a work
    longest = 300.0  # seconds that one run may take

    def unavailable(self) -> str | None:
        """Why it cannot be measured here."""
        return None

    def version(self) -> str:
        """The version, as the program prints it."""
        call = self.start(Path.cwd())
        try:
            done = subprocess.run(
                call.arguments, cwd=call.folder, env=environment(call.variables), capture_output=True, text=True
            )
        except OSError:
            return "unknown"
        return next(iter((done.stdout + done.stderr).strip().splitlines()), "unknown")

    def start(self, folder: Path) -> Command:
        raise NotImplementedError

    def write(self, place: Place, migrations: list[Migration]) -> None:
        """Write the migrations in the contestant's own format."""


class Raw(Contestant):
    """The database's own client with one file of the same statements."""

    name = "raw"

    def start(self, folder: Path) -> Command:
        return Command(["sqlite3", "--version"], folder)

    def write(self, place: Place, migrations: list[Migration]) -> None:
        begin = "begin immediate" if place.database.kind == "sqlite" else "begin"
        time = "timestamp not null default current_timestamp"
        with open(place.folder / "all.sql", "w") as file:
            file.write(f"create table schema_history (version text primary key, applied_at {time});\n")
            for migration in migrations:
                row = f"insert into schema_history (version) values ('{migration.version}')"
                file.write(text([begin, *migration.up, row, "commit"]))

    def client(self, place: Place, script: Path | None = None, query: str = "") -> Command:
        if place.database.kind == "sqlite":
            arguments = ["sqlite3", "-bail", place.database.address]
        else:
            arguments = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", place.database.address]
            query = f"--command={query}" if query else ""
        return Command([*arguments, query] if query else arguments, place.folder, script)

    def apply(self, place: Place) -> Command:
        return self.client(place, place.folder / "all.sql")

    def no_op(self, place: Place) -> Command:
        return self.client(place, query="select max(version) from schema_history")

    def single(self, place: Place) -> Command:
        """What Rung printed for the same run, which is beside the file of this contestant."""
        return self.client(place, place.folder / "printed.sql")

    def tenants(self, place: Place) -> Command:
        line = "@sqlite3 $@ 'select max(version) from schema_history' >/dev/null"
        return loop(place, line)


class Rung(Contestant):
    name = "rung"

    def __init__(self, program: Path) -> None:
        self.program = str(program)

    def unavailable(self) -> str | None:
        return None if Path(self.program).is_file() else "it is not built; run 'make release'"

    def start(self, folder: Path) -> Command:
        return Command([self.program, "--version"], folder)

    def write(self, place: Place, migrations: list[Migration]) -> None:
        write_blocks(place, migrations)
        prefix = "sqlite:" if place.database.kind == "sqlite" else ""
        (place.folder / "rung.toml").write_text(
            f'database = "{prefix}{place.database.address}"\n\n[migration]\nscript_location = "migrations"\n'
        )

    def apply(self, place: Place) -> Command:
        return Command([self.program, "upgrade", "-q"], place.folder)

    no_op = apply

    def single(self, place: Place) -> Command:
        return Command([self.program, "upgrade", "-q", "--single-transaction"], place.folder)

    def status(self, place: Place) -> Command:
        return Command([self.program, "status"], place.folder)

    def dry_run(self, place: Place) -> Command:
        return Command([self.program, "upgrade", "--dry-run"], place.folder)

    def tenants(self, place: Place) -> Command:
        return loop(place, f"@'{self.program}' upgrade -q --database sqlite:$@")

    def print_single(self, place: Place, script: Path) -> None:
        """Print what `single` sends to a new database."""
        if reason := self.unavailable():
            raise Failed(f"there is no rung to print its script: {reason}")
        with open(script, "w") as file:
            call = [self.program, "upgrade", "--single-transaction", "--dry-run"]
            done = subprocess.run(call, cwd=place.folder, env=environment({}), stdout=file)
        if done.returncode != 0:
            raise Failed(f"the dry run ends with {done.returncode}")


class Driver(Contestant):
    """Rung through the driver program around the database's own client."""

    name = "driver"
    largest = 2_000
    largest_file = 10

    def __init__(self, program: Path) -> None:
        self.program = str(program)

    unavailable = Rung.unavailable
    start = Rung.start

    def write(self, place: Place, migrations: list[Migration]) -> None:
        write_blocks(place, migrations)

    def apply(self, place: Place) -> Command:
        address = place.database.address
        url = f"sqlite3:{address}" if place.database.kind == "sqlite" else address.replace("postgresql:", "psql:")
        return Command([self.program, "upgrade", "-q", "--database", url], place.folder)

    no_op = apply


class Cat(Contestant):
    """The program that reads the files of Rung's project, and does nothing with them."""

    name = "cat"

    def start(self, folder: Path) -> Command:
        return Command(["cat", "--version"], folder)

    def write(self, place: Place, migrations: list[Migration]) -> None:
        write_blocks(place, migrations)

    def read(self, place: Place) -> Command:
        files = sorted(path.name for path in (place.folder / "migrations").iterdir())
        return Command(["cat", *(f"migrations/{name}" for name in files)], place.folder)

    no_op = status = dry_run = read


def write_blocks(place: Place, migrations: list[Migration]) -> None:
    """Files with both parts as named blocks, the format of Rung and SQLSpec."""
    (place.folder / "migrations").mkdir()
    for migration in migrations:
        header = f"-- name: migrate-{migration.version}"
        path = place.folder / "migrations" / f"{migration.version}_create_item.sql"
        path.write_text(f"{header}-up\n{text(migration.up)}\n{header}-down\n{text(migration.down)}")


def loop(place: Place, line: str) -> Command:
    """Two jobs of make that run a line for every database of the folder `tenants`."""
    names = "databases := $(wildcard tenants/*.db)\nall: $(databases)\n.PHONY: all $(databases)\n"
    (place.folder / TENANTS).write_text(f"{names}$(databases):\n\t{line}\n")
    return Command(["make", "-s", "-j2", "-f", TENANTS], place.folder)
