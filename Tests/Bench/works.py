"""The works that are measured, and how each is made ready outside the time."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from contestants import Cat, Contestant, Place, Rung
from databases import Database, PostgreSQLDatabase, Server, SQLiteFile
from projects import Migration, one_file, tables
from timing import Command, Failed, run

TENANTS, TENANT_MIGRATIONS = 1_000, 20
BOTH = ("sqlite", "postgresql")
SQLITE = ("sqlite",)


@dataclass(frozen=True)
class Work:
    kind: str  # also the method of a contestant, with blanks as underscores
    size: int = 0
    unit: str = ""
    databases: tuple[str, ...] = BOTH
    baseline: str = "raw"
    quick: bool = False  # short runs, of which more are needed
    peers: bool = True  # whether other tools take part, as far as their limits allow

    @property
    def name(self) -> str:
        if self.kind == "tenants":
            return f"{self.size:,} tenants"
        return f"{self.kind} {self.size:,}{self.unit}" if self.size else self.kind

    @property
    def method(self) -> str:
        names = {"single transaction": "single", "one file of": "apply", "no-op": "no_op", "dry run": "dry_run"}
        return names.get(self.kind, self.kind)

    @property
    def in_megabytes(self) -> bool:
        return self.kind == "one file of"


WORKS = [
    Work("start", databases=SQLITE, quick=True),
    Work("apply", 200),
    Work("no-op", 200, quick=True),
    Work("apply", 1_000, peers=False),
    Work("no-op", 1_000, quick=True, peers=False),
    Work("apply", 2_000),
    Work("no-op", 2_000, quick=True),
    Work("apply", 10_000),
    Work("no-op", 10_000, baseline="cat", quick=True),
    Work("status", 10_000, baseline="cat", quick=True),
    Work("dry run", 10_000, baseline="cat", quick=True),
    *(Work("single transaction", size, databases=SQLITE) for size in (1_000, 10_000)),
    *(Work("one file of", size, " MB") for size in (1, 10, 100)),
    Work("tenants", TENANTS, databases=SQLITE),
]


class Stage:
    """Folders and databases of all contestants on one kind of database, made when they are needed."""

    def __init__(self, folder: Path, server: Server | None, rung: Rung) -> None:
        self.folder, self.server, self.rung = folder, server, rung
        self.kind = "postgresql" if server else "sqlite"
        self.places: dict[str, Place] = {}
        self.applied: set[str] = set()

    def place(self, contestant: Contestant, migrations: str, make: Callable[[], list[Migration]]) -> Place:
        key = f"{contestant.name}-{migrations}"
        if key not in self.places:
            folder = self.folder / key
            folder.mkdir(parents=True)
            database: Database = SQLiteFile(folder / "app.db")
            if self.server:
                database = PostgreSQLDatabase(self.server, key)
            self.places[key] = Place(folder, database)
            write_apart(contestant, self.places[key], make)
        return self.places[key]

    def prepared(self, work: Work, contestant: Contestant) -> tuple[Callable[[], None], Command]:
        """What goes before each run, and the command that is timed."""
        if work.kind == "start":
            return self.nothing, contestant.start(self.folder)
        if work.in_megabytes:
            place = self.place(contestant, f"{work.size}-mb", lambda: one_file(work.size))
        else:
            count = TENANT_MIGRATIONS if work.kind == "tenants" else work.size
            place = self.place(contestant, f"{count}", lambda: tables(count))
        before = self.nothing
        if work.kind in ("no-op", "status", "tenants"):
            self.have_applied(contestant, place)
        elif not isinstance(contestant, Cat):
            before = self.renewal(place)
        if work.kind == "dry run":
            before()
            before = self.nothing
        if work.kind == "tenants":
            copy_tenants(place)
        if work.kind == "single transaction" and contestant.name == "raw":
            self.print_single(place, work.size)
        return before, getattr(contestant, work.method)(place)

    def nothing(self) -> None:
        pass

    def renewal(self, place: Place) -> Callable[[], None]:
        def renew() -> None:
            self.applied.discard(place.folder.name)
            place.database.renew()
            os.sync()  # the run's own writes do not wait for what was removed

        return renew

    def have_applied(self, contestant: Contestant, place: Place) -> None:
        if not isinstance(contestant, Cat) and place.folder.name not in self.applied:
            place.database.renew()
            run(contestant.apply(place), contestant.longest)
            self.applied.add(place.folder.name)

    def check(self, work: Work, contestant: Contestant) -> None:
        """Refuse a contestant that did not do the work: some print a failure and end with 0."""
        if work.kind not in ("apply", "single transaction", "one file of"):
            return
        key = f"{contestant.name}-{work.size}{'-mb' if work.in_megabytes else ''}"
        expected, found = 1 if work.in_megabytes else work.size, self.places[key].database.tables()
        if found != expected:
            raise Failed(f"it made {found} of {expected} tables")

    def finish(self, work: Work, contestant: Contestant) -> None:
        """Keep what the last run applied, for the works that need it."""
        if work.kind == "apply":
            self.applied.add(f"{contestant.name}-{work.size}")

    def print_single(self, place: Place, size: int) -> None:
        """Put what Rung prints for an empty database beside the client's own file."""
        printing = self.place(self.rung, str(size), lambda: tables(size))
        self.renewal(printing)()
        self.rung.print_single(printing, place.folder / "printed.sql")


def write_apart(contestant: Contestant, place: Place, make: Callable[[], list[Migration]]) -> None:
    """Write the migrations in another process, so that this one stays small and starts programs quickly."""
    writer = os.fork()
    if writer == 0:
        status = 1
        try:
            contestant.write(place, make())
            status = 0
        finally:
            os._exit(status)
    if os.waitpid(writer, 0)[1] != 0:
        raise Failed("its migrations could not be written")


def copy_tenants(place: Place) -> None:
    (place.folder / "tenants").mkdir(exist_ok=True)
    for number in range(TENANTS):
        shutil.copyfile(place.database.path, place.folder / "tenants" / f"{number:04d}.db")
