#!/usr/bin/env python3
"""Random sequences of commands, on clones of a project and on several databases: no migration runs twice or is lost.

sequences.py --rung PATH [--count 2000] [--jobs 2] [--seed N] [--postgresql URL]

A sequence makes migrations in clones that part and are merged, renames, renumbers and squashes them, and takes
databases up and down with whatever clone is at hand. Each migration logs what it does, and does it without `if not
exists`: the log, the tables and the rows of the tracking table have to tell one story after every command. What Rung
refuses has to be what `model.forecast` says, and has to change nothing. In the end all clones are merged and every
database is brought to the head, by the ways that the refusals name.

A failing sequence prints its steps; `--seed N --count 1` takes them again. One in ten runs on PostgreSQL, if a server
is named.
"""

import argparse
import contextlib
import multiprocessing
import os
import random
import sys
import tempfile
from functools import partial
from pathlib import Path

from databases import PostgreSQL, SQLite, made_databases
from steps import Sequence

DATABASES = 2


def take(seed: int, program: str, urls: list[str]) -> tuple[int, str]:
    """One sequence: how many commands it ran, and all that was said if it failed."""
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(prefix="sequences-", dir=memory) as folder, contextlib.ExitStack() as stack:
        makers = [partial(PostgreSQL, url) for url in urls if random.Random(seed).random() < 0.1]
        makers = makers or [partial(SQLite, Path(folder) / f"{number}.db") for number in range(DATABASES)]
        databases = [stack.enter_context(contextlib.closing(make())) for make in makers]
        sequence = Sequence(seed, program, Path(folder), databases)
        try:
            sequence.take()
        except Exception as error:  # whatever stopped this one, the others go on
            return sequence.commands, "\n".join([*sequence.told, f"--seed {seed}: {type(error).__name__}: {error}"])
        return sequence.commands, ""


def work(job: int, options: argparse.Namespace) -> tuple[int, int]:
    """The share of one process: how many commands it ran, and how many sequences failed."""
    commands = failed = 0
    names = [f"sequences_{os.getpid()}_{number}" for number in range(DATABASES)]
    with made_databases(options.postgresql, names) as urls:
        for seed in range(options.seed + job, options.seed + options.count, options.jobs):
            count, failure = take(seed, options.rung, urls)
            commands += count
            failed += failure != ""
            if failure:
                print(failure, end="\n\n")
    return commands, failed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rung", required=True, type=os.path.abspath, help="the executable")
    parser.add_argument("--count", type=int, default=2000, help="how many sequences")
    parser.add_argument("--jobs", type=int, default=2, help="how many at once")
    parser.add_argument("--seed", type=int, default=random.randrange(10**9), help="of the first; the next is one more")
    parser.add_argument("--postgresql", default="", metavar="URL", help="a server, without a database")
    options = parser.parse_args()
    print(f"--seed {options.seed}")
    with multiprocessing.Pool(options.jobs) as pool:
        done = pool.starmap(work, [(job, options) for job in range(options.jobs)])
    commands, failed = map(sum, zip(*done, strict=True))
    print(f"{options.count} sequences, {commands} commands, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", line_buffering=True)
    sys.exit(main())
