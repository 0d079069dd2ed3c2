#!/usr/bin/env python3
"""Compare Rung with the databases' own clients and with other migration tools, in turns, as ratios of medians.

The tools of PyPI are installed in .cache/bench; goose, sql-migrate and sqitch take part if they are on the path.
"""

import argparse
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import page
import report
from contestants import Cat, Contestant, Driver, Raw, Rung
from databases import Server, binary
from peers import PACKAGES, Alembic, Dbmate, Goose, Package, Peer, Sqitch, SQLMigrate, SQLSpec, Yoyo
from timing import Failed, peak_memory, run
from works import BOTH, WORKS, Stage, Work

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, QUICK_ROUNDS = 5, 15


@dataclass
class Measured:
    """The milliseconds of each run, the kilobytes of the warm-up, and what the latter cannot be below."""

    memory: tuple[int, int]
    runs: list[float] = field(default_factory=list)


Outcome = dict[str, Measured | str]


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def everyone(rung: Path) -> list[Contestant]:
    binaries = ROOT / ".cache" / "bench" / "bin"
    packages = [Dbmate(binaries), Yoyo(binaries), Alembic(binaries), SQLSpec(binaries)]
    return [Raw(), Cat(), Rung(rung), Driver(rung), *packages, SQLMigrate(), Goose(), Sqitch()]


def install(contestants: list[Contestant]) -> None:
    """Install the packages that are missing; what cannot be installed is reported as not measured."""
    packages = [one for one in contestants if isinstance(one, Package)]
    folder = ROOT / ".cache" / "bench"
    stamp = folder / "requirements.txt"
    if packages and (not stamp.exists() or stamp.read_text() != PACKAGES.read_text()):
        if subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)]).returncode != 0:
            return
        stamp.write_text(PACKAGES.read_text())
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for package in packages:
        if package.unavailable():
            say(f"installing {package.distribution}")
            subprocess.run([*pip, "-c", str(PACKAGES), package.distribution, *package.needs])


def takes_part(contestant: Contestant, work: Work) -> bool:
    if not hasattr(contestant, work.method) or isinstance(contestant, (Peer, Driver)) and not work.peers:
        return False
    if work.in_megabytes:
        return work.size <= contestant.largest_file
    return work.kind not in ("apply", "no-op") or work.size <= contestant.largest


def measure(stage: Stage, work: Work, contestants: list[Contestant], rounds: int) -> Outcome:
    """The runs of each contestant, or why it has none."""
    outcome: Outcome = {}
    ready = {}
    for contestant in (one for one in contestants if takes_part(one, work)):
        try:
            before, command = stage.prepared(work, contestant)
            before()
            memory = peak_memory(command, contestant.longest, output=str(stage.folder / "output"))
            stage.check(work, contestant)
        except Failed as failure:
            outcome[contestant.name] = str(failure)
            continue
        ready[contestant] = before, command
        outcome[contestant.name] = Measured(memory)
    for _ in range(rounds):
        for contestant, (before, command) in list(ready.items()):
            runs = outcome[contestant.name].runs
            if sum(runs) > contestant.patience * 1000:
                continue
            try:
                before()
                runs.append(run(command, contestant.longest))
            except Failed as failure:
                outcome[contestant.name] = str(failure)
                del ready[contestant]
    for contestant in ready:
        stage.finish(work, contestant)
    return outcome


def summary(work: Work, outcome: Outcome) -> dict[str, dict]:
    """Medians, and their ratios to that of the baseline."""
    cells: dict[str, dict] = {}
    for name, one in outcome.items():
        if isinstance(one, str):
            cells[name] = {"not_measured": one}
            continue
        memory, floor = one.memory
        cells[name] = {
            "median_ms": round(statistics.median(one.runs), 3),
            "runs_ms": [round(run, 3) for run in one.runs],
            "peak_memory_kb": memory,
            "peak_memory_at_most": memory <= floor * 1.02,  # less than the launcher's cannot be seen
        }
    base = cells.get(work.baseline, {}).get("median_ms")
    for cell in cells.values():
        if base and "median_ms" in cell:
            cell["ratio"] = round(cell["median_ms"] / base, 3)
    return cells


def bench(options: argparse.Namespace, contestants: list[Contestant], folder: Path) -> Iterator[tuple[str, Work, dict]]:
    """The cells of each work on each database."""
    rung = next((one for one in contestants if isinstance(one, Rung)), Rung(options.rung))
    for kind in options.databases:
        works = [work for work in options.only if kind in work.databases]
        with contextlib.ExitStack() as stack:
            server = None
            if works and kind == "postgresql":
                server = Server(folder / "server")
                stack.callback(server.stop)
                server.start()
            stage = Stage(folder / kind, server, rung)
            stage.folder.mkdir()
            for work in works:
                began = time.monotonic()
                rounds = options.rounds or (QUICK_ROUNDS if work.quick else ROUNDS)
                cells = summary(work, measure(stage, work, contestants, rounds))
                say(f"{kind}: {work.name}: {time.monotonic() - began:.0f} s")
                yield kind, work, cells


def names(allowed: list[str]):
    """A parser of a list of names with commas between them."""
    def parse(argument: str) -> list[str]:
        chosen = argument.split(",")
        for name in chosen:
            if name not in allowed:
                raise argparse.ArgumentTypeError(f"unknown '{name}'; say some of {','.join(allowed)}")
        return chosen

    return parse


def work_named(argument: str) -> Work:
    for work in WORKS:
        if work.name.replace(",", "") == argument.replace(",", ""):
            return work
    raise argparse.ArgumentTypeError(f"unknown '{argument}'; say one of: {'; '.join(work.name for work in WORKS)}")


def parsed() -> argparse.Namespace:
    everyone_named = [contestant.name for contestant in everyone(Path())]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--only", nargs="+", type=work_named, default=WORKS, metavar="WORK", help="such as 'apply 200'; default all")
    add("--databases", type=names(list(BOTH)), default=list(BOTH), metavar="LIST", help="sqlite,postgresql")
    add("--contestants", type=names(everyone_named), default=everyone_named, metavar="LIST",
        help=",".join(everyone_named))
    add("--rounds", type=int, help=f"default {ROUNDS}, and {QUICK_ROUNDS} for short runs")
    add("--rung", type=Path, default=ROOT / ".build" / "release" / "rung", metavar="PATH", help="the executable")
    add("--json", type=Path, metavar="FILE", help="write everything that was measured")
    add("--write", action="store_true", help="write docs/performance.md and its curves")
    options = parser.parse_args()
    for name in ("rung", "json"):  # the runs change the current folder
        if path := getattr(options, name):
            setattr(options, name, path.absolute())
    return options


class Stopped(BaseException):
    """A signal that ends the benchmark after the clean-up."""


def stop(number: int, _frame: object) -> None:
    raise Stopped(number)


def main() -> int:
    options = parsed()
    chosen = [one for one in everyone(options.rung) if one.name in options.contestants]
    install(chosen)
    absent = {one.name: reason for one in chosen if (reason := one.unavailable())}
    present = [one for one in chosen if one.name not in absent]
    if "postgresql" in options.databases and (reason := Server.missing()):
        absent["PostgreSQL"] = reason
        options.databases.remove("postgresql")
    if "postgresql" in options.databases:
        # Debian's psql is a script in Perl around the client, which takes twice as long to start.
        os.environ["PATH"] = f"{Path(binary('psql')).parent}:{os.environ['PATH']}"
    # Not in the machine's memory, where writing to a disk would cost nothing.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=os.environ.get("TMPDIR", "/var/tmp")) as work_folder:
        folder = Path(work_folder)
        folder.chmod(0o755)
        rounds = {"others": options.rounds or ROUNDS, "short": options.rounds or QUICK_ROUNDS}
        data = report.facts(present, absent, folder) | {"rounds": rounds, "results": {}}
        status = 0
        try:
            for kind, work, cells in bench(options, present, folder):
                data["results"].setdefault(kind, {})[work.name] = {"baseline": work.baseline, "cells": cells}
        except Stopped as stopped:
            status = 128 + stopped.args[0]
            say(f"ended by {signal.Signals(stopped.args[0]).name}; what was measured before:")
        finally:
            os.chdir(ROOT)
    print(report.table(data))
    if options.json:
        report.write_json(data, options.json)
    if options.write and status == 0:
        page.write(data, ROOT / "docs")
    return status


if __name__ == "__main__":
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, stop)
    try:
        sys.exit(main())
    except Stopped as stopped:
        sys.exit(128 + stopped.args[0])
