#!/usr/bin/env python3
"""Fifty runs start at once on a new database: each migration is applied once, and nobody hangs.

races.py --rung PATH [--processes 50] KIND ROUNDS

KIND is sqlite, postgresql, mariadb or duckdb. In each round every run must end with 0, or with 75 if it waited too long
for the others; each migration must be reported by exactly one run, and the rows of the tracking table must be numbered
without a gap; the database must hold what its own client makes of the same statements. Afterwards no lock may be left,
neither in the server nor as a file, and no temporary file. The exit status is 1 if a round failed.
"""

import argparse
import collections
import os
import sys
import tempfile
import time
from pathlib import Path

import project
import reference
from claims import DONE
from places import RUN, STEPS, place
from runs import Runner

# How long all runs together may take: longer than the lock is waited for.
PATIENCE = 150


def race(runner: Runner, count: int) -> list[tuple[int, str]]:
    """The statuses and outputs of runs that start at once; the status is None for one that hangs."""
    outs = [tempfile.TemporaryFile() for _ in range(count)]
    started = [runner.start(["upgrade"], runner.place.url(RUN), out) for out in outs]
    end = time.monotonic() + PATIENCE
    while any(process.poll() is None for process in started) and time.monotonic() < end:
        time.sleep(0.02)
    found = []
    for process, out in zip(started, outs, strict=True):
        status = process.poll()
        if status is None:
            runner.kill("group", process)
            process.wait()
        runner.last = process.pid
        runner.await_processes()
        out.seek(0)
        found.append((status, out.read().decode(errors="replace")))
        out.close()
    return found


def faults(runner: Runner, known: reference.Reference, found: list[tuple[int, str]], temporary: Path) -> list[str]:
    """What is wrong after a round."""
    where, wrong = runner.place, []
    for status, output in found:
        if status not in (0, 75):
            wrong.append(f"a run {'hangs' if status is None else f'ended with {status}'}:\n{output}")
    reported = collections.Counter(version for _, output in found for version in DONE.findall(output))
    for migration in known.series:
        if reported[migration.version] != 1:
            wrong.append(f"'{migration.version}' was reported {reported[migration.version]} times")
    where.await_quiet(RUN)
    tracking = where.tracking(RUN)
    numbers = [(migration.version, number) for number, migration in enumerate(known.series, 1)]
    if tracking.applied != numbers or tracking.unfinished:
        wrong.append(f"the tables hold {tracking}")
    if where.content(RUN) != known.content:
        wrong.append("the content differs from the client's")
    wrong += [f"a lock is left: {lock}" for lock in where.locks(RUN)]
    wrong += [f"a temporary file is left: {file.name}" for file in temporary.iterdir()]
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=project.CHAPTERS)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--rung", required=True)
    parser.add_argument("--processes", type=int, default=50)
    options = parser.parse_args()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    statuses: collections.Counter[int] = collections.Counter()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="rung-races-", dir=memory) as folder:
        where = place(options.kind, Path(folder))
        # SQLite changes the kind of its journal only while nobody else has the file open.
        series = [migration for migration in project.migrations(options.kind) if migration.title != "journal"]
        project.write(where.folder, series)
        known = reference.find(where, series, STEPS)
        temporary = Path(folder) / "temporary"
        temporary.mkdir()
        os.environ["TMPDIR"] = str(temporary)
        runner = Runner(str(Path(options.rung).resolve()), where)
        for number in range(1, options.rounds + 1):
            where.make(RUN)
            found = race(runner, options.processes)
            statuses.update(status for status, _ in found)
            wrong = faults(runner, known, found, temporary)
            if wrong:
                failed += 1
                print(f"--- round {number}", *wrong, "---", sep="\n", flush=True)
    row = [options.kind, options.rounds, options.rounds * options.processes, statuses[0], statuses[75], failed]
    print("|  | rounds | runs | ended with 0 | ended with 75 | rounds with faults |\n|---|---|---|---|---|---|")
    print(f"| {' | '.join(map(str, row))} |")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
