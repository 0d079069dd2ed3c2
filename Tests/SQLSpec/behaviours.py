#!/usr/bin/env python3
"""SQLSpec's behaviour, one by one: Rung has the same, or docs/sqlspec.md lists what it does otherwise, and why.

behaviours.py --rung PATH --docs docs/sqlspec.md --postgresql postgresql://USER@HOST:PORT

The number that a name begins with is a section of the description of SQLSpec that the tests follow: 3 files and
versions, 4 what is in them, 7 checksums, 8 upgrade, downgrade, stamp, renamed files, 9 fix and squash, 10 new files and
their templates. A behaviour that is the `same` is shown with SQLSpec and with Rung, each in its own folder and on its
own database, and what they leave is compared. One that `differs` is shown with both as well, and a phrase of it has to
be in the documentation. Prints `ok - …` or
`not ok - …` for each.
"""

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import behaviours_checksum  # noqa: F401  each of these declares its behaviours
import behaviours_downgrade  # noqa: F401
import behaviours_files  # noqa: F401
import behaviours_fix  # noqa: F401
import behaviours_python  # noqa: F401
import behaviours_renamed  # noqa: F401
import behaviours_squash  # noqa: F401
import behaviours_squashed  # noqa: F401
import behaviours_stamp  # noqa: F401
import behaviours_templates  # noqa: F401
import behaviours_transactions  # noqa: F401
import behaviours_upgrade  # noqa: F401
from databases import Database, PostgreSQL, SQLite
from declare import BEHAVIOURS, Behaviour, Mismatch, holds
from stage import Case, Rung, SQLSpec

# What SQLSpec does that nobody can see from outside, or that has nothing to be compared with in Rung.
NOT_APPLICABLE = {
    "3.1 the list of files and what is in them is cached by time and size": "inside one Python process",
    "3.3 an unreadable version is an error of a Python function": "no such function; versions in files and "
    "on the command line are 3.2 and 8.1",
    "8.1 output goes to a console or to Python's logging": "Rung is no library of Python",
    "8.4 files with timestamps are matched by the numbers that fix would give them": "dead code: SQLSpec never "
    "finds the file that it looks for",
    "8.5 MySQL and a transaction that is forced upon it": "Rung has no MySQL yet",
    "8.5 a Python migration's own work is done before the transaction": "Rung's can only read (docs/python.md)",
    "8.7 `manual-stamp` as a checksum": "dead code: the files were listed a moment before",
    "8.8 times taken on one machine": "`make bench` takes Rung's",
    "9.1, 9.2 what becomes of files in the folders of registered extensions": "Rung has no such folders yet (3.1)",
    "9.2 defaults for a range that is left out": "of the Python function; the command line wants a range in both",
}


@contextlib.contextmanager
def databases(server: str, name: str, folder: Path) -> Iterator[tuple[Database, str]]:
    """A new database and its URL: a file, or one on the server, which is dropped behind."""
    if not server:
        url = f"sqlite:{folder / 'app.db'}"
        yield SQLite(url), url
        return
    control, name = PostgreSQL(f"{server}/postgres"), f"behaviours_{os.getpid()}_{name}"
    control.query(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    database = PostgreSQL(f"{server}/{name}")
    try:
        yield database, database.url
    finally:
        database.connection.close()
        control.query(f"DROP DATABASE {name} WITH (FORCE)")
        control.connection.close()


@contextlib.contextmanager
def case(behaviour: Behaviour, options: argparse.Namespace) -> Iterator[Case]:
    holds(options.postgresql or not behaviour.server, "it needs a server: --postgresql URL")
    server = options.postgresql if behaviour.server else ""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="behaviour-")))
        sides = []
        for name in ("sqlspec", "rung"):
            (folder / name / "migrations").mkdir(parents=True)
            sides.append((folder / name, *stack.enter_context(databases(server, name, folder / name))))
        (theirs, database, _), (ours, own, url) = sides
        yield Case(SQLSpec(theirs, database), Rung(ours, own, program=options.rung, url=url))


def plain(text: str) -> str:
    return " ".join(text.split())


def shown(behaviour: Behaviour, options: argparse.Namespace) -> bool:
    try:
        with case(behaviour, options) as made:
            behaviour.show(made)
        listed = behaviour.docs is None or plain(behaviour.docs) in plain(options.docs.read_text(encoding="utf-8"))
        holds(listed, f"{options.docs} does not say {behaviour.docs!r}")
    except Exception as error:  # whatever stopped this one, the others go on
        reason = str(error) if isinstance(error, Mismatch) else f"{type(error).__name__}: {error}"
        print(f"not ok - {kind(behaviour)} {behaviour.name} ({reason})")
        return False
    print(f"ok - {kind(behaviour)} {behaviour.name}")
    return True


def kind(behaviour: Behaviour) -> str:
    return "same:" if behaviour.docs is None else "differs:"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rung", type=lambda path: str(Path(path).absolute()), help="the executable")
    parser.add_argument("--docs", type=Path, help="docs/sqlspec.md")
    parser.add_argument("--postgresql", metavar="URL", help="a server, without a database")
    parser.add_argument("--only", default="", metavar="TEXT", help="only behaviours with TEXT in their names")
    parser.add_argument("--list", action="store_true", help="print the names, and what does not apply, and stop")
    options = parser.parse_args()
    chosen = sorted((one for one in BEHAVIOURS if options.only in one.name), key=lambda one: one.name.split()[0])
    if options.list:
        for behaviour in chosen:
            print(kind(behaviour), behaviour.name)
        for name, reason in NOT_APPLICABLE.items():
            print(f"not applicable: {name} ({reason})")
        return 0
    if not (options.rung and options.docs):
        parser.error("--rung and --docs are needed")

    os.environ.update(COLUMNS="250", NO_COLOR="1")  # wide tables and plain words from SQLSpec
    failed = sum(not shown(behaviour, options) for behaviour in chosen)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", line_buffering=True)
    sys.exit(main())
