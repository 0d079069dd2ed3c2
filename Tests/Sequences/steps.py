"""The steps of a sequence, and what has to hold after each."""

import collections
import itertools
import os
import random
import re
import shlex
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from databases import TRACKER, Database, everything, send, tables
from model import Forecast, Row, forecast, union
from project import Clone, File, Folder, Ids, files_of, parse, spell, write

ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("RUNG_", "DATABASE_URL"))}
# How often each step is taken: on a clone, or with a clone on a database.
FILES = {"create": 3, "rename": 2, "merge": 2, "fix": 1, "squash": 1}
RUNS = {"upgrade": 5, "downgrade": 2, "redo": 1, "stamp": 1, "status": 1, "ambiguous": 1}


class Wrong(Exception):
    """Rung did what it must not do."""


def require(condition: object, what: str, *found: object) -> None:
    if not condition:
        raise Wrong("\n".join([what, *map(str, found)]))


class Sequence:
    def __init__(self, seed: int, program: str, folder: Path, databases: list[Database]) -> None:
        self.rng, self.program, self.databases = random.Random(seed), program, databases
        self.clones = [Clone(folder / f"clone{number}", databases[0].url) for number in range(2)]
        self.past = Clone(folder / "past", databases[0].url)
        self.trunk = Folder()
        self.squashed: list[Folder] = []  # the trunk from before each squash
        self.ids: dict[str, Ids] = {}  # what a checksum stands for, of every text that ever was
        self.made = self.minutes = self.commands = 0
        self.unique = itertools.count(1000, 100)
        self.told: list[str] = []

    # What is seen, and what always has to hold

    def tell(self, *lines: str) -> None:
        self.told += [line.strip("\n") for line in lines if line.strip("\n")]

    def rows(self, database: Database) -> list[Row]:
        if TRACKER not in tables(database):
            return []
        self.ids |= {file.checksum: file.ids for clone in (*self.clones, self.past) for file in clone.files}
        columns = "version_num, checksum, description, cast(applied_at as text), execution_sequence"
        found = database.query(f"select {columns} from {TRACKER} order by execution_sequence")
        require(all(row[1] in self.ids for row in found), "a row has the checksum of no text that ever was", *found)
        require(len({row[4] for row in found}) == len(found), "two rows have one place in the order", *found)
        return [
            Row(name, parse(name), self.ids[checksum], checksum, title, int(re.sub(r"\D", "", at)[:14]))
            for name, checksum, title, at, _ in found
        ]

    def check(self, database: Database) -> None:
        """The log, the tables and the record tell one story."""
        balance: collections.Counter[int] = collections.Counter()
        for number, way in database.query("select id, way from m_log order by step"):
            balance[number] += 1 if way == "up" else -1
            require(balance[number] in (0, 1), f"migration {number} went {way} twice")
        logged = sorted(number for number, count in balance.items() if count)
        there = sorted(int(name[2:]) for name in tables(database) if name[2:].isdigit())
        rows = self.rows(database)
        recorded = sorted(number for row in rows for number in row.ids)
        require(logged == there == recorded, "log, tables and record differ", logged, there, recorded, *rows)

    def expect(self, database: Database, rows: list[Row], applied: list[File] = []) -> None:
        found = {(row.version, row.ids) for row in self.rows(database)}
        wanted = {(item.version, item.ids) for item in (*rows, *applied)}
        require(found == wanted, "other rows than expected", f"missing {wanted - found}", f"strange {found - wanted}")

    def forecast(self, clone: Clone, database: Database) -> Forecast:
        return forecast(clone.files, self.rows(database))

    def rung(
        self, clone: Clone, *words: str, to: Database | None = None, status: int = 0, lies: bool = False, **env: str
    ) -> str:
        """Run a command; a refusal and a dry run have to leave every file and every row as it was."""
        still = status != 0 or "--dry-run" in words
        before = (clone.read(), to and everything(to)) if still else None
        words += ("--database", to.url) if to else ()
        done = subprocess.run(
            [self.program, *words], cwd=clone.folder, env=ENVIRONMENT | env, stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        self.commands += 1
        said = shlex.join([*(f"{key}={value}" for key, value in env.items()), "rung", *words])
        self.tell(f"{clone.name}$ {said}", done.stdout, done.stderr)
        require(done.returncode == status, f"exit status {done.returncode} instead of {status}")
        require(not still or before == (clone.read(), to and everything(to)), "it was to change nothing")
        if to and not lies:
            self.check(to)
        return done.stdout

    def run(self, clone: Clone, *words: str, to: Database) -> None:
        """Run a command, or print its script and hand that to the database's own shell."""
        if self.rng.random() < 0.7:
            self.rung(clone, *words, to=to)
        elif script := self.rung(clone, *words, "--dry-run", to=to):
            done = send(to, script)
            self.tell(f"  | {shlex.join(to.client)}", done.stdout, done.stderr)
            require(done.returncode == 0, f"the shell ends with {done.returncode}")
            self.check(to)

    # Steps on files

    def time(self) -> int:
        self.minutes += self.rng.randint(1, 99)
        return int((datetime(2025, 1, 1) + timedelta(minutes=self.minutes)).strftime("%Y%m%d%H%M%S"))

    def create(self, clone: Clone) -> None:
        self.made += 1
        series = self.rng.choice(["", "", "", "adk"])
        spelled = spell((series, False, clone.next(series)))
        match self.rng.randint(0, 3):
            case 0 if not series:
                path = self.rung(clone, "create-migration", "-m", f"make {self.made}", "--sequential")
                require(path == f"migrations/{spelled}_make_{self.made}.sql\n", "another number than the next")
            case 1 | 2:
                spelled = spell((series, True, self.time()))
        file = write(self.rng, self.made, spelled)
        clone.replace(file, file)
        self.tell(f"{clone.name}: make {file.name}", repr(file.data))

    def rename(self, clone: Clone) -> None:
        """By hand, with all that belongs to it; some renames are such that Rung must not believe them."""
        if not (files := [file for file in clone.files if not file.replaces]):
            return
        old = self.rng.choice(files)
        series, timed, number = old.version
        title, width = old.title, 4
        match self.rng.randint(0, 6):
            case 0:
                number, title = next(self.unique), f"{title}_again"
            case 1:
                number, series = next(self.unique), "" if series else "adk"
            case 2:
                number = 20990101000000 + next(self.unique)
            case 3:
                number = self.time()
            case 4:
                number = min(set(range(1, 100)) - clone.numbers(series))
            case 5 if not timed:
                width = 5
            case _:
                number = clone.next(series) + self.rng.randint(0, 2)
        new = old.moved(spell((series, number > 10**13, number), width), title)
        clone.replace(old, new)
        self.tell(f"{clone.name}: rename {old.name} to {new.name}")

    def merge(self, clone: Clone) -> None:
        """Bring clone and trunk together, file by file; where both hold one migration the trunk's file stays."""
        ours, base, theirs = clone.read(), clone.base, self.trunk
        changed = {name for name in ours | theirs if ours.get(name) != base.get(name)}
        sides = [(name, ours if name in changed else theirs) for name in ours | theirs]
        both = files_of({name: side[name] for name, side in sides if name in side})
        kept = [file for file in both if file.name in theirs]
        own = [file for file in both if file not in kept and not file.ids & union(kept)]
        clone.write([*kept, *own])
        self.tell(f"{clone.name}: merge with the trunk")
        taken = {version for file in kept for version in (file.version, *file.replaces)}
        for file in (file for file in own if file.version in taken):
            if self.rng.random() < 0.2:
                self.rung(clone, "upgrade", to=self.rng.choice(self.databases), status=65)
            moved = file.moved(spell((file.version[0], False, clone.next(file.version[0]))))
            self.rung(clone, "fix", f"migrations/{file.name}", "--yes", "--no-database")
            require(moved in clone.files, f"{file.name} should have become {moved.name}")
        clone.base = self.trunk = clone.read()

    def fix(self, clone: Clone) -> None:
        """Every time becomes a number."""
        expected: list[File] = []
        numbers = {series: itertools.count(clone.next(series)) for series in ("", "adk")}
        for file in clone.files:
            series, timed, _ = file.version
            expected.append(file.moved(spell((series, False, next(numbers[series])))) if timed else file)
        self.rewrite(clone, "fix", changes=expected != clone.files)
        require(sorted(clone.files) == sorted(expected), "other files than expected", *expected)

    def squash(self, clone: Clone) -> None:
        """On top of the trunk and pushed at once, as a team would: whoever is behind meets it in the next merge."""
        self.merge(clone)
        numbered = [file for file in clone.files if not file.version[0] and not file.version[1]]
        if len(numbered) < 2:
            return
        first = self.rng.randrange(len(numbered) - 1)
        chosen = numbered[first : first + self.rng.randint(2, 3)]
        span = self.rng.choice([":", "..", "-"]).join([chosen[0].spelled, chosen[-1].spelled])
        # Neighbours of different directives cannot run as one.
        changes = any(a.header("transactional") == b.header("transactional") for a, b in itertools.pairwise(chosen))
        rest, before = [file for file in clone.files if file not in chosen], clone.read()
        self.rewrite(clone, "squash", span, "-m", f"squash {len(self.squashed)}", "--allow-gaps", changes=changes)
        made = [file for file in clone.files if file not in rest]
        ups = [[number for file in group for number in file.logged("up")] for group in (chosen, made)]
        require({*rest} <= {*clone.files} and ups[0] == ups[1], "the files do not hold what they held")
        for file in made:
            one_way = any(source.ids <= file.ids and not source.logged("down") for source in chosen)
            down = [] if one_way else file.logged("up")[::-1]
            require(file.logged("down") == down, f"{file.name} does not go down in turn", *file.logged("down"))
        self.squashed += [before] if changes else []
        clone.base = self.trunk = clone.read()

    def rewrite(self, clone: Clone, *words: str, changes: bool = True) -> None:
        """Have Rung change files, and in half of the cases the rows of a database at the same time."""
        database, before = self.rng.choice(self.databases), clone.files
        rows, now = self.rows(database), self.forecast(clone, database)
        numbers = {series: clone.numbers(series) for series in ("", "adk")}
        if changes and self.rng.random() < 0.1:
            self.rung(clone, *words, "--no-database", status=64)  # nobody is there to be asked
        self.rung(clone, *words, "--no-database", "--yes")
        if self.rng.random() < 0.5 or not changes or now.refused or now.collides or now.foreign:
            return
        if any(row.version[2] not in numbers[row.version[0]] for row in rows if not row.version[1]):
            return  # `fix` then takes numbers that the database does not have either
        after, then = clone.files, forecast(clone.files, rows)
        # `fix` leaves to the next run what is not clear; a squash cannot.
        stopped = then.partly or then.unclear and words[0] == "squash"
        clone.write(before)
        for flag in self.rng.choice([["--yes"], ["--dry-run", "--yes"]]):
            self.rung(clone, *words, flag, to=database, status=1 if stopped else 0)
        require(stopped or clone.files == after, "other files than without the database")
        self.expect(database, rows if stopped else then.rows)
        clone.write(after)

    # Steps on databases

    def upgrade(self, clone: Clone, database: Database) -> None:
        now = self.forecast(clone, database)
        if now.refused or now.collides:
            self.rung(clone, "upgrade", *[] if now.refused else ["--strict"], to=database, status=1)
            if self.rng.random() < 0.5:
                self.reconcile(clone, database)
            return
        goal, chosen = "head", now.pending
        if now.pending and self.rng.random() < 0.5:
            last = self.rng.choice(now.pending)
            count = now.pending.index(last) + 1
            goal, chosen = f"+{count}", now.pending[:count]
            if self.rng.random() < 0.5:
                goal, chosen = last.spelled, [file for file in chosen if file.version[0] == last.version[0]]
        if any(file.ids == row.ids for row, file in now.follows) and self.rng.random() < 0.2:
            self.rung(clone, "upgrade", goal, to=database, status=1, RUNG_AUTO_SYNC="false")
        if now.foreign and self.rng.random() < 0.2:
            self.rung(clone, "upgrade", goal, "--strict", to=database, status=1)
        self.run(clone, "upgrade", goal, to=database)
        self.expect(database, now.rows, chosen)

    def reconcile(self, clone: Clone, database: Database) -> None:
        for row, file in self.forecast(clone, database).by_hand:
            self.rung(clone, "reconcile", row.spelled, file.spelled, to=database)

    def downgrade(self, clone: Clone, database: Database) -> None:
        before, now = self.rows(database), self.forecast(clone, database)
        if not now.rows:
            return
        match self.rng.randint(0, 5):
            case 0:
                goal, chosen = "base", now.rows
            case 1 | 2:
                last = self.rng.choice(now.rows)
                goal = last.spelled
                chosen = [row for row in now.rows if row.version > last.version and row.version[0] == last.version[0]]
            case _:
                goal, chosen = "-1", now.rows[-1:]
        if flags := self.refusal(clone, now, chosen):
            self.rung(clone, "downgrade", goal, *flags, to=database, status=1)
            return
        self.run(clone, "downgrade", goal, to=database)
        # With nothing to revert nothing is written; rows keep their old names until something is.
        self.expect(database, [row for row in now.rows if row not in chosen] if chosen else before)

    def refusal(self, clone: Clone, now: Forecast, chosen: list[Row]) -> list[str]:
        """Flags with which reverting these rows has to be refused, if it has to."""
        at = {file.version: file for file in clone.files}
        if now.refused or any(row.version not in at or not at[row.version].logged("down") for row in chosen):
            return ["--quiet"]
        return [] if all(row.is_of(at[row.version]) for row in chosen) else ["--strict"]

    def redo(self, clone: Clone, database: Database) -> None:
        now = self.forecast(clone, database)
        if not now.rows:
            return
        if flags := self.refusal(clone, now, now.rows[-1:]):
            if flags != ["--strict"]:  # a changed file is what `redo` is for
                self.rung(clone, "redo", *flags, to=database, status=1)
            return
        count, last = len(database.query("select step from m_log")), len(now.rows[-1].ids)
        self.run(clone, "redo", to=database)
        ways = [way for (way,) in database.query("select way from m_log order by step")[count:]]
        require(ways == ["down"] * last + ["up"] * last, "it did not go down and up", *ways)
        self.expect(database, now.rows)

    def stamp(self, clone: Clone, database: Database) -> None:
        """Only what is true, so that the record stays comparable: the state it has, told anew from nothing."""
        now = self.forecast(clone, database)
        if now.rows and not (now.refused or now.foreign or now.pending):
            self.rung(clone, "stamp", "base", to=database, lies=True)
            self.rung(clone, "stamp", "head", to=database)
            self.expect(database, now.rows)

    def status(self, clone: Clone, database: Database) -> None:
        now = self.forecast(clone, database)
        settled = not (now.follows or now.refused or now.pending or now.foreign)
        self.rung(clone, "status", "--exit-code", to=database, status=0 if settled else 1)

    def ambiguous(self, clone: Clone, database: Database) -> None:
        """One applied migration under two new names: nobody can tell which of them is the old one."""
        rows = self.rows(database)
        if files := [file for file in clone.files if not file.replaces and any(row.is_of(file) for row in rows)]:
            before, file = clone.files, self.rng.choice(files)
            series, number = file.version[0], clone.next(file.version[0])
            clone.replace(file, *(file.moved(spell((series, False, n))) for n in (number, number + 1)))
            self.tell(f"{clone.name}: {file.name} twice, as {number} and as {number + 1}, for a moment")
            self.rung(clone, "upgrade", to=database, status=1)
            clone.write(before)

    # The whole

    def take(self) -> None:
        for _ in range(self.rng.randint(2, 4)):
            self.create(self.clones[0])
        for clone in self.clones:
            self.merge(clone)
        weights = FILES | RUNS
        for step in self.rng.choices(list(weights), list(weights.values()), k=self.rng.randint(6, 12)):
            where = [self.rng.choice(self.clones), *([self.rng.choice(self.databases)] if step in RUNS else [])]
            getattr(self, step)(*where)
        for clone in [*self.clones, self.clones[0]]:
            self.merge(clone)
        for database in self.databases:
            self.finish(self.clones[0], database)

    def finish(self, clone: Clone, database: Database) -> None:
        """Bring a database to the head; where a squash stands in the way, first through the files from before it."""
        for index, folder in enumerate(self.squashed):
            now = self.forecast(clone, database)
            if not (now.partly or now.unclear or now.collides):
                break
            files = files_of(folder)
            for later in [*map(files_of, self.squashed[index + 1 :]), clone.files]:
                taken = {file.version for file in files}
                files += [file for file in later if not file.ids & union(files) and file.version not in taken]
            self.past.write(files)
            self.settle(self.past, database)
        self.settle(clone, database)
        self.rung(clone, "status", "--exit-code", to=database)
        self.expect(database, [], clone.files)
        ids = sorted(union(clone.files))
        require(ids == list(range(1, self.made + 1)), "a migration is in no file any more", ids)

    def settle(self, clone: Clone, database: Database) -> None:
        self.reconcile(clone, database)
        now = self.forecast(clone, database)
        if not (now.refused or now.collides):
            self.run(clone, "upgrade", to=database)
