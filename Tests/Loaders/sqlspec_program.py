"""Run by the Python that has SQLSpec: what SQLSpec's own loader makes of files.

usage: sqlspec_program.py DIALECT FILE...
Prints a JSON list, for each file the answers for `up` and `down`: a list of statements, null for no such direction,
or a string that says what went wrong.
"""

import json
import os
import sys
from pathlib import Path

from sqlspec.migrations.context import MigrationContext
from sqlspec.migrations.loaders import PythonFileLoader, _load_migration_sql


def answer(path: Path, direction: str, dialect: str) -> "list[str] | str | None":
    loader = PythonFileLoader(path.parent, path.parents[1], MigrationContext(dialect=dialect))
    try:
        loader.validate_migration_file(path)
        return _load_migration_sql(loader, path, direction)
    except Exception as error:  # noqa: BLE001  whatever it is, it is the answer
        return f"{type(error).__name__}: {error}"


out = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
out.write(json.dumps([[answer(Path(file), way, sys.argv[1]) for way in ("up", "down")] for file in sys.argv[2:]]))
out.close()
