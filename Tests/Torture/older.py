"""Show that an older release and this one take up what the other has left, or refuse it by name.

usage: older.py --old PROGRAM --new PROGRAM KIND...
  KIND is sqlite, postgresql, mariadb or duckdb
environment: RUNG_TEST_POSTGRESQL, RUNG_TEST_MARIADB and the clients on the PATH, as Tests/run sets them

It prints a table: what was left, who came next, and what it did. Exit status: 0 if all is as written here, 1 if not.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Matrix"))

from databases import KINDS
from stage import Stage, equal, fault, holds, migration

HEAD = "-- transactional: false\n"
FOUR = [
    "create table a (i integer, n integer);", "insert into a values (1, 1);", "create index a_n on a (n);",
    "insert into a values (2, 2);"]


def broken(at: int) -> str:
    return "\n".join([*FOUR[:at], "insert into nowhere values (1);", *FOUR[at + 1:]])


def dies(stage: Stage, behind: str) -> None:
    """Leave what a run leaves that dies behind a line of its script."""
    lines = stage.call("upgrade", "--dry-run").ended(0).out.splitlines(keepends=True)
    sent = stage.database.send("".join(lines[:lines.index(f"{behind}\n") + 1]))
    equal(sent.returncode, 0, "the client, with a part of the script")


def finished(stage: Stage) -> None:
    equal((stage.progress(), stage.column("a", "i")), ([], ["1", "2"]), "progress, and rows")
    stage.applied("0001")


def applied_by_one_is_known_to_the_other(stage: Stage, first: str, second: str) -> str:
    stage.rung = first
    stage.write(migration("0001"), migration("0002", "\n".join(FOUR), "drop table a;", head=HEAD))
    stage.up()
    stage.rung = second
    stage.up().says("nothing to apply")
    stage.down()
    stage.rung = first
    stage.down()
    stage.applied()
    return "nothing to apply; each reverts what the other applied"


def stopped_by_an_error(stage: Stage, first: str, second: str) -> str:
    stage.rung = first
    stage.write(migration("0001", broken(2), head=HEAD))
    stage.call("upgrade").ended(1)
    stage.rung = second
    stage.call("upgrade").ended(1).says("'0001' was interrupted", "rung upgrade --resume")
    stage.write(migration("0001", "\n".join(FOUR), head=HEAD))
    stage.up("--resume")
    finished(stage)
    return "refused without --resume; continued with it"


def dead_between_two_statements(stage: Stage, first: str, second: str) -> str:
    stage.rung = first
    stage.write(migration("0001", broken(3), head=HEAD))
    stage.call("upgrade").ended(1)
    stage.write(migration("0001", "\n".join(FOUR), head=HEAD))
    stage.rung = second
    equal(stage.states(), {"0001": "interrupted"}, "states")
    stage.up("--resume")
    finished(stage)
    return "continued at the next statement"


def dead_in_a_statement(stage: Stage, first: str, second: str) -> str:
    """Only the newer release notes that a statement is under way; the older one must not take that for its own."""
    stage.rung = first
    stage.write(migration("0001", "\n".join(FOUR), head=HEAD))
    dies(stage, FOUR[2])
    before = stage.database.dump()
    stage.rung = second
    stage.call("upgrade").ended(1).says("'0001' was interrupted")
    resumed = stage.call("upgrade", "--resume")
    if resumed.status == 0:
        finished(stage)
        return "continued"
    resumed.ended(1)
    equal(stage.database.dump(), before, "the database, after the other release")
    if "rung resolve 0001 --finished 3" in resumed.errors:
        stage.call("resolve", "0001", "--finished", "3").ended(0)
        stage.up("--resume")
        finished(stage)
        return "refused; says how to count the statement, then continued"
    resumed.says("which the file has changed since")
    stage.rung = first
    stage.up("--resume")
    finished(stage)
    return "refused, as if the file had changed; the newer one continued"


def locked_by_a_run(stage: Stage, first: str, second: str) -> str:
    stage.write(migration("0001", stage.database.slow(4)))
    stage.rung = first
    run = stage.start("upgrade")
    time.sleep(1)
    stage.rung = second
    waits = stage.call("upgrade", "--lock-timeout", "200ms")
    run.communicate(timeout=60)
    holds(waits.status == 75 or waits.status == 0 and stage.kind.kind == "duckdb", f"status {waits.status}")
    stage.applied("0001")
    return "waited, and ended with 75"


LEFT: list[Callable[[Stage, str, str], str]] = [
    applied_by_one_is_known_to_the_other, stopped_by_an_error, dead_between_two_statements, dead_in_a_statement,
    locked_by_a_run,
]


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--old", required=True)
    options.add_argument("--new", required=True)
    options.add_argument("kinds", nargs="+", choices=sorted(KINDS))
    given = options.parse_args()
    faults = 0
    print("| left behind | database | newer after older | older after newer |\n|---|---|---|---|")
    for left in LEFT:
        for kind in given.kinds:
            cells = []
            for first, second in ((given.old, given.new), (given.new, given.old)):
                folder = Path(tempfile.mkdtemp(prefix="rung-older-")).resolve()
                said: list[str] = []
                problem = fault(
                    lambda stage: said.append(left(stage, first, second)),  # noqa: B023  called at once
                    lambda: Stage(first, folder, KINDS[kind]))  # noqa: B023
                shutil.rmtree(folder)
                faults += bool(problem)
                cells.append(f"FAIL: {problem}" if problem else said[0])
            print(f"| {left.__name__.replace('_', ' ')} | {kind} | {cells[0]} | {cells[1]} |", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
