"""Show what bin/rung-load-py and bin/rung-load-sh do, one behaviour after the other.

usage: loaders.py [--bin FOLDER] [--only PATTERN]
  --bin FOLDER    where the loaders are (default: bin of this repository)
  --only PATTERN  only behaviours whose names match
environment:
  RUNG_TEST_PYTHON      a Python that has SQLSpec; every behaviour is shown with it and with the bare 'python3'
  RUNG_TEST_POSTGRESQL  URL of a PostgreSQL server, without a database; without it PostgreSQL is left out, and said so
exit status: 0 all hold; 1 one does not, and is told
"""

import argparse
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import documents  # noqa: F401  each of these declares its behaviours
import driver  # noqa: F401
import errors  # noqa: F401
import functions  # noqa: F401
import shell  # noqa: F401
import sqlspec_itself  # noqa: F401
from stage import BEHAVIOURS, Stage, fault


def has_sqlspec(python: str) -> bool:
    return subprocess.run([python, "-c", "import sqlspec"], stderr=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", type=Path, default=Path(__file__).parents[2] / "bin")
    parser.add_argument("--only", default="", metavar="PATTERN")
    options = parser.parse_args()
    with_sqlspec = os.environ.get("RUNG_TEST_PYTHON", "")
    if not with_sqlspec or not has_sqlspec(with_sqlspec):
        sys.exit("RUNG_TEST_PYTHON has to be a Python that has SQLSpec")
    if has_sqlspec("python3"):
        sys.exit("'python3' has SQLSpec; one without it is wanted too")
    if "RUNG_TEST_POSTGRESQL" not in os.environ:
        print("RUNG_TEST_POSTGRESQL is not set: nothing is shown on PostgreSQL")
    names = [name for name in BEHAVIOURS if re.search(options.only, name)]
    failed = 0
    for python, kind in (("python3", "bare"), (with_sqlspec, "SQLSpec")):
        for name in names:
            stage = partial(
                Stage, options.bin.resolve(), python, kind == "SQLSpec", os.environ.get("RUNG_TEST_POSTGRESQL"))
            words = fault(BEHAVIOURS[name], stage)
            failed += bool(words)
            print(f"{'not ok' if words else 'ok'} - {kind}: {name}", flush=True)
            if words:
                print("  " + words.strip().replace("\n", "\n  "))
    print(f"{2 * len(names) - failed} shown, {failed} failed")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main())
