#!/usr/bin/env python3
"""SQLSpec and Rung on one database, in turns: each must see what the other applied.

turns.py --rung PATH --database sqlite:FILE|postgresql://USER@HOST:PORT/NAME

Every scenario is a list of steps. SQLSpec takes all of them first, alone: what it leaves after each step is what is
expected. Then SQLSpec and Rung take the same steps in turns, in both orders, and Rung takes them alone. The database
must be empty at the start; it is emptied between the runs. Prints `ok - …` or `not ok - …` for every check.
"""

import argparse
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from databases import STABLE, VOLATILE, ZONE, Database, PostgreSQL, SQLite, rows
from fixtures import changed, project

# `A up 0002` is a step of the first player, `B …` one of the second; `files …` changes the migrations folder.
SCENARIOS = {
    "one begins, the other takes the rest": "A up 2, B up head, A up head",
    "one by one": "A up 0001, B up 0002, A up 0003, B up 0005, A up 20251018120000, B up head",
    "one reverts what the other applied": "A up head, B down -1, B down 0003, A up 0005, B down 0001, A up head",
    "back to nothing": "A up head, B down base, A down base, A up 0001, B down -1, B up head",
    "dates of both in one table": "A up 0001, B up 0002, A down -1, A up 0003, B up 0005, A up head",
    "stamp": "A up 3, B stamp 0002, A stamp 3, B up 5, A stamp 20251019080000, B stamp base, A stamp 0005, B up 0005",
    "stamp on an empty database": "A stamp 0003, B stamp 0001, A stamp base, B up 0002, A up head",
    "a file out of order": "A up 0003, B up head, files late, B up head, A down -1, A up head, B down 0003",
    "a file out of order, below a target": "A up 0005, files late, B up 0005, A up head, B down -1",
    "files renamed as by fix": "A up head, files renamed, B up head, A down -1, B up head, B down 0006",
    "repeatable migrations": "files repeatable, A up 2, B up head, A down -1, B up head, A down 0003, B up 0005, A up head",
    "files of an extension": "files extension, A up 0002, B up ext_audit_0001, A up head, B down 0005, A up head",
}
State = dict[str, Any]


class Refused(Exception):
    """A tool did not do what it was told, in its own words."""


@dataclass
class SQLSpec:
    database: Database
    folder: Path
    name = "sqlspec"

    def call(self, method: str, *arguments: Any, **options: Any) -> tuple[Any, str]:
        """What a method returned and what it printed: SQLSpec tells of most failures by printing them, and goes on."""
        config = self.database.sqlspec({"script_location": str(self.folder / "migrations")})
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                result = getattr(config, method)(*arguments, **options)
        except Exception as error:
            raise Refused(f"{type(error).__name__}: {error}") from error
        finally:
            config.close_pool()
        if failure := re.search(r"✗ .*|Unknown revision.*|Migration file not found.*", printed.getvalue()):
            raise Refused(failure[0])
        return result, printed.getvalue()

    def upgrade(self, revision: str) -> None:
        self.call("migrate_up", revision)

    def downgrade(self, revision: str) -> None:
        self.call("migrate_down", revision)

    def stamp(self, revision: str) -> None:
        self.call("stamp_migration", revision)

    def current(self) -> str:
        return self.call("get_current_migration")[0] or ""

    def listing(self) -> str:
        return self.call("get_current_migration", verbose=True)[1]

    def idle(self) -> bool:
        return "Already at latest version" in self.call("migrate_up", "head")[1]


@dataclass
class Rung:
    database: Database
    folder: Path
    program: str
    url: str
    name = "rung"

    def call(self, *arguments: str) -> str:
        done = subprocess.run(
            [self.program, *arguments, "--database", self.url],
            cwd=self.folder,
            env={key: value for key, value in os.environ.items() if not key.startswith(("RUNG_", "DATABASE_URL"))},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        if done.returncode != 0:
            raise Refused(f"{' '.join(arguments)}: exit status {done.returncode}: {done.stderr.strip()[-400:]}")
        return done.stdout

    def upgrade(self, revision: str) -> None:
        self.call("upgrade", *([] if revision == "head" else [revision]))

    def downgrade(self, revision: str) -> None:
        self.call("downgrade", revision)

    def stamp(self, revision: str) -> None:
        self.call("stamp", revision)

    def current(self) -> str:
        # Rung says `base` where SQLSpec says that there is none.
        return self.call("show-current-revision").strip().removeprefix("base")

    def listing(self) -> str:
        return json.dumps(json.loads(self.call("status", "--json")))

    def idle(self) -> bool:
        before = rows(self.database, STABLE + VOLATILE), self.database.objects()
        json.loads(self.call("upgrade", "--json"))
        return before == (rows(self.database, STABLE + VOLATILE), self.database.objects())


class Run:
    """A scenario with its two players, in a new project and on an empty database."""

    def __init__(
        self, scenario: str, players: str, folder: Path, database: Database, options: argparse.Namespace
    ) -> None:
        self.scenario, self.folder, self.database = scenario, folder, database
        self.sqlspec = SQLSpec(database, folder)
        self.rung = Rung(database, folder, options.rung, options.database)
        self.players: dict[str, SQLSpec | Rung] = {
            side: getattr(self, name) for side, name in zip("AB", players.split(" then "), strict=True)
        }
        (folder / "migrations").mkdir()
        (folder / "rung.toml").write_text('[migration]\nscript_location = "migrations"\n')
        self.write(project(database.name))
        database.reset()

    def write(self, files: dict[str, str]) -> None:
        self.files = files
        for old in (self.folder / "migrations").iterdir():
            old.unlink()
        for name, text in files.items():
            (self.folder / "migrations" / name).write_bytes(text.encode())

    def steps(self) -> Iterator[str]:
        """Take the steps one after the other, each before it is told."""
        for number, step in enumerate(SCENARIOS[self.scenario].split(", "), start=1):
            match step.split():
                case ["files", change]:
                    self.write(changed(self.files, change))
                    continue
                case [side, action, argument]:
                    player = self.players[side]
                    does = {"up": player.upgrade, "down": player.downgrade, "stamp": player.stamp}[action]
            label = f"step {number}, {action} {argument} by {player.name}"
            try:
                does(argument)
            except Refused as refusal:
                raise Refused(f"{label}: {refusal}") from refusal
            yield label

    def state(self) -> State:
        """What must be alike, whoever took the steps."""
        return {
            "versions, types, sequences, descriptions, checksums": [
                row for row in rows(self.database, STABLE) if not row["version_num"].startswith("ext_repeat_")],
            "objects and data": self.database.objects(),
            "shape of the tracking table": self.database.tracker(),
        }

    def times(self) -> dict[str, State]:
        return {row["version_num"]: row for row in rows(self.database, ["version_num", *VOLATILE])}


class Checks:
    passed = failed = 0

    def check(self, what: str, expected: Any, got: Any) -> None:
        if expected == got:
            self.passed += 1
            print(f"ok - {what}")
            return
        self.failed += 1
        if isinstance(expected, list) and isinstance(got, list):  # say only what differs, if it is not the order alone
            missing, strange = [x for x in expected if x not in got], [x for x in got if x not in expected]
            expected, got = (missing, strange) if missing or strange else (expected, got)
        print(f"not ok - {what} (expected {expected!r}, got {got!r})")


def learn(run: Run) -> list[State]:
    """What SQLSpec alone leaves after each step, and the revision that it then sees."""
    return [run.state() | {"revision": run.sqlspec.current()} for _ in run.steps()]


def play(run: Run, title: str, expected: list[State], checks: Checks) -> None:
    known: dict[str, State] = {}
    for step, before in zip(run.steps(), expected, strict=True):
        for what, value in run.state().items():
            checks.check(f"{title}: {step}: {what}", before[what], value)
        for tool in (run.sqlspec, run.rung):
            checks.check(f"{title}: {step}: {tool.name} sees the revision", before["revision"], tool.current())
        now = run.times()
        if "stamp" not in step:  # a stamp writes all rows anew
            kept = [row for version, row in known.items() if version in now]
            checks.check(f"{title}: {step}: other rows are left alone", kept, [now[row["version_num"]] for row in kept])
        known = now
    finish(run, title, known, checks)


def finish(run: Run, title: str, known: dict[str, State], checks: Checks) -> None:
    """Both can read every row, and at the head both find nothing to do."""
    odd = [row for row in known.values() if not row["applied_by"] or row["execution_time_ms"] not in range(60_000)]
    checks.check(f"{title}: every row has a duration and a name", [], odd)
    checks.check(f"{title}: every date is the database's own", True, run.database.timely())
    dates = [str(row["applied_at"])[:19] for row in known.values()]
    for tool, words in ((run.sqlspec, [*known, *dates]), (run.rung, [*known])):
        text = tool.listing()
        checks.check(f"{title}: {tool.name} lists every row", [], [word for word in words if word not in text])
    if not run.scenario.startswith("stamp"):  # a stamped database need not hold what its table says
        run.rung.upgrade("head")
        for tool in (run.sqlspec, run.rung):
            checks.check(f"{title}: at the head {tool.name} finds nothing to do", True, tool.idle())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rung", required=True, type=lambda path: str(Path(path).absolute()), help="the executable")
    parser.add_argument("--database", required=True, metavar="URL", help="an empty database")
    parser.add_argument("--only", default="", metavar="TEXT", help="only scenarios with TEXT in their names")
    options = parser.parse_args()
    database: Database = (SQLite if options.database.startswith("sqlite:") else PostgreSQL)(options.database)
    if not database.empty():
        parser.error("the database is not empty, and everything in it would be dropped")

    os.environ.update(COLUMNS="250", NO_COLOR="1", TZ=ZONE)  # wide tables from SQLSpec; times must not follow the zone
    time.tzset()
    checks = Checks()
    for scenario in (name for name in SCENARIOS if options.only in name):
        expected: list[State] = []
        for players in ("sqlspec then sqlspec", "sqlspec then rung", "rung then sqlspec", "rung then rung"):
            title = f"{scenario}: {players}"
            with tempfile.TemporaryDirectory(prefix="turns-") as folder:
                run = Run(scenario, players, Path(folder), database, options)
                if not expected:
                    expected = learn(run)
                    continue
                try:
                    play(run, title, expected, checks)
                except Exception as error:  # whatever stopped this run, the others go on
                    checks.check(f"{title}: every step is taken", "done", f"{type(error).__name__}: {error}")
    database.reset()
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", line_buffering=True)
    sys.exit(main())
