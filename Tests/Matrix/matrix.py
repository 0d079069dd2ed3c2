"""Show one list of behaviours on each kind of database.

usage: matrix.py --rung PROGRAM [--jobs N] [--only PATTERN] [KIND...]
  KIND is sqlite, postgresql, mariadb, mysql, duckdb, psql or sqlite3; without one all of them
  --only PATTERN  only behaviours whose names match
environment: RUNG_TEST_POSTGRESQL and RUNG_TEST_MARIADB, as Tests/run sets them
exit status: 0 all hold; 1 one does not, and is told below the table
"""

import argparse
import concurrent.futures
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import behaviours
import behaviours_blocks
import behaviours_certificates
import behaviours_cluster
import behaviours_death
import behaviours_drift
import behaviours_dumps
import behaviours_failure
import behaviours_files
import behaviours_hooks
import behaviours_law
import behaviours_lint
import behaviours_locks
import behaviours_names
import behaviours_news
import behaviours_plans
import behaviours_repeat
import behaviours_review
import behaviours_rights
import behaviours_runs
import behaviours_secrets
import behaviours_shell
import behaviours_terminal
import behaviours_values
from databases import KINDS
from declare import BEHAVIOURS, NOT_HERE, not_here
from stage import Stage, fault

# Each adds its own to the list.
MODULES = (
    behaviours, behaviours_blocks, behaviours_law, behaviours_news, behaviours_failure, behaviours_death,
    behaviours_files, behaviours_names, behaviours_locks, behaviours_runs, behaviours_shell, behaviours_secrets,
    behaviours_certificates, behaviours_cluster, behaviours_hooks, behaviours_plans, behaviours_repeat, behaviours_lint,
    behaviours_review, behaviours_rights,
    behaviours_dumps, behaviours_drift, behaviours_values, behaviours_terminal)


def shown(name: str, kind: str, rung: str) -> str:
    """What went wrong; nothing where all went well."""
    folder = Path(tempfile.mkdtemp(prefix="rung-matrix-")).resolve()
    try:
        return fault(BEHAVIOURS[name], lambda: Stage(rung, folder, KINDS[kind]))
    finally:
        shutil.rmtree(folder)


def table(
    names: list[str], kinds: list[str], cells: dict[tuple[str, str], str], reasons: dict[tuple[str, str], str]
) -> str:
    width = max(map(len, names), default=0)
    lines = [" ".join(["".ljust(width), *kinds])]
    for name in names:
        words = []
        for kind in kinds:
            word = "–" if (name, kind) in reasons else "FAIL" if cells[name, kind] else "ok"
            words.append(word.ljust(len(kind)))
        lines.append(" ".join([name.ljust(width), *words]).rstrip())
    if reasons:
        lines += ["", *(f"–     {kind}: {name}: {reason}" for (name, kind), reason in reasons.items())]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rung", required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", metavar="PATTERN")
    parser.add_argument("kinds", nargs="*", metavar="KIND", choices=[[], *KINDS])
    options = parser.parse_args()
    kinds = options.kinds or list(KINDS)
    unknown = {name for name, _ in NOT_HERE} - set(BEHAVIOURS)
    if unknown:
        sys.exit(f"declared as not for some database, but not there: {', '.join(sorted(unknown))}")
    modules = [module.__name__ for module in MODULES]
    order = sorted(BEHAVIOURS, key=lambda name: modules.index(BEHAVIOURS[name].__module__))
    names = [name for name in order if re.search(options.only, name)]
    began = time.monotonic()
    told = {(name, kind): not_here(name, kind, KINDS[kind].release) for name in names for kind in kinds}
    reasons = {cell: reason for cell, reason in told.items() if reason}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        running = {
            (name, kind): pool.submit(shown, name, kind, options.rung)
            for kind in kinds for name in names if (name, kind) not in reasons
        }
        cells = {cell: future.result() for cell, future in running.items()}
    print(table(names, kinds, cells, reasons))
    failed = {cell: words for cell, words in cells.items() if words}
    for (name, kind), words in failed.items():
        print(f"\nFAIL  {kind}: {name}\n      " + words.strip().replace("\n", "\n      "))
    print(f"\n{len(cells) - len(failed)} shown, {len(failed)} failed, in {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
