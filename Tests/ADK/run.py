#!/usr/bin/env python3
"""Google's ADK on tables that Rung made: SQLSpec's real stores of both generations, and Google's own runner.

usage: Tests/ADK/run.py --rung PROGRAM --first PYTHON --second PYTHON KIND …
  PYTHON   one with Tests/requirements-first.txt, one with Tests/requirements.txt, which runs this script, too
  KIND     sqlite, postgresql, pgvector, mariadb or duckdb; database.py says what names their servers

Every database is made for this, and dropped. What is shown is told, a line each; the first failure ends all with 1.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import catalogs
import generations
import kept
import names
import privileges
import recognised
import runner
import state
import work
from database import KINDS
from stage import Stage

Test = Callable[[Stage], None]
# Thousands of small transactions wait for a disk, and their data is worth nothing.
MEMORY = Path("/dev/shm")
COMMON: list[Test] = [generations.both, state.state, kept.kept, catalogs.catalogs, names.names]
TESTS: dict[str, list[Test]] = {
    "sqlite": [*COMMON, recognised.recognised, runner.runner],
    "postgresql": [*COMMON, privileges.privileges, recognised.recognised, runner.runner],
    "pgvector": [work.new, catalogs.catalogs, names.names],
    "mariadb": [*COMMON, recognised.recognised],
    # SQLSpec's own migrations of ADK fail on DuckDB: they look for a class that is called otherwise.
    "duckdb": COMMON,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    for program in ("rung", "first", "second"):
        parser.add_argument(f"--{program}", required=True)
    parser.add_argument("--only", help="the name of one test")
    parser.add_argument("kinds", nargs="+", choices=KINDS)
    given = parser.parse_args()
    shown, start = 0, time.monotonic()
    for kind in given.kinds:
        for test in TESTS[kind]:
            if given.only not in (None, test.__name__):
                continue
            with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
                database = KINDS[kind](f"adk_{test.__name__}_{os.getpid()}", Path(folder))
                stage = Stage(given.rung, [given.first, given.second], kind, database)
                begun = time.monotonic()
                try:
                    test(stage)
                finally:
                    stage.close()
                print(f"# {kind}: {test.__name__}: {time.monotonic() - begun:.1f} s", flush=True)
                shown += stage.shown
    print(f"{shown} shown, in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
