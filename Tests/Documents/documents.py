"""Show what the examples of SQLSpec's two documents on migrations promise, with `rung` in the place of `sqlspec`.

usage: documents.py --rung PROGRAM [--only PATTERN]
  --only PATTERN  only behaviours whose names match
environment: RUNG_TEST_POSTGRESQL and RUNG_TEST_MARIADB, as Tests/run sets them; without one of them that database is
  left out, and said so
exit status: 0 all hold; 1 one does not, and is told

The documents are 'Database Migrations', and 'Migrations' of its extension for Google's Agent Development Kit. Their
migrations in Python are in Tests/Loaders/documents. docs/sqlspec.md lists what is spelled in another way, and what
cannot run outside of Python.
"""

import argparse
import os
import re
import sys
from functools import partial
from pathlib import Path

import adk  # noqa: F401  each of these declares its behaviours
import evolution  # noqa: F401
import new_files  # noqa: F401
import practice  # noqa: F401
import settings  # noqa: F401
import tracking  # noqa: F401
import versions  # noqa: F401
from project import BEHAVIOURS, KINDS_OF, RUN, SECTIONS, SERVERS, Project, fault

# Every command line of the two documents; all of them are run.
COMMANDS = """
create-migration -m "Add email index to users"
create-migration -m "Add products table"
create-migration -m "Add seed data" --format py
create-migration -m "Add users table"
create-migration -m "Create ADK tables"
create-migration -m "Initial schema"
create-migration -m "update users"
downgrade
downgrade -1
fix
fix --dry-run
fix --yes
init
show-current-revision --verbose
upgrade
upgrade --dry-run
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rung", required=True, type=lambda path: str(Path(path).absolute()))
    parser.add_argument("--only", default="", metavar="PATTERN")
    options = parser.parse_args()
    missing = {kind for kind, variable in SERVERS.items() if variable not in os.environ}
    for kind in sorted(missing):
        print(f"{SERVERS[kind]} is not set: nothing is shown on {kind}")
    count = failed = 0
    for name in (name for name in BEHAVIOURS if re.search(options.only, name)):
        for kind in (kind for kind in KINDS_OF[name] if kind not in missing):
            words = fault(BEHAVIOURS[name], partial(Project, options.rung, kind))
            count, failed = count + 1, failed + bool(words)
            print(f"{'not ok' if words else 'ok'} - {kind}: {name} ({SECTIONS[name]})", flush=True)
            if words:
                print("  " + words.strip().replace("\n", "\n  "))
    left = {f"sqlspec --config myapp.config {line}" for line in COMMANDS.strip().splitlines()} - RUN
    if left and not options.only:
        failed += 1
        print("not ok - every command line is run\n  " + "\n  ".join(sorted(left)))
    print(f"{count} shown, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
