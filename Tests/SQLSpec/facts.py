#!/usr/bin/env python3
"""What SQLSpec itself makes of files and names, one fact a line, to compare Rung with.

facts.py checksum DIR   CHECKSUM  NAME for every file under DIR, sorted by name; `-` for a file that is not UTF-8
facts.py version        for each file name on standard input: the version it stands for, or `-` if it is no migration
facts.py type           for each version on standard input: `sequential`, `timestamp`, or `-` if it is no version
facts.py sort           the versions on standard input in the order in which SQLSpec applies them
"""

import sys
from collections.abc import Callable
from pathlib import Path

from sqlspec.migrations.runner import SyncMigrationRunner
from sqlspec.migrations.version import extract_migration_version, parse_version


def checksum(file: Path) -> str:
    """The checksum as SQLSpec records it: it reads a file as text, so line endings are already plain newlines."""
    try:
        return SyncMigrationRunner(file.parent).calculate_checksum(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return "-"


def version(name: str) -> str:
    """The version of a file name; SQLSpec looks only at visible `*.sql` and `*.py`."""
    if name.startswith(".") or not name.endswith((".sql", ".py")):
        return "-"
    return extract_migration_version(name) or "-"


def version_type(text: str) -> str:
    """The type that SQLSpec records for a version."""
    try:
        return parse_version(text).type.value
    except ValueError:
        return "-"


def main(arguments: list[str]) -> int:
    each: dict[str, Callable[[str], str]] = {"version": version, "type": version_type}
    match arguments:
        case ["checksum", folder]:
            root = Path(folder)
            names = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
            print("".join(f"{checksum(root / name)}  {name}\n" for name in names), end="")
        case ["sort"]:
            print("".join(f"{line}\n" for line in sorted(lines(), key=parse_version)), end="")
        case [command] if command in each:
            print("".join(f"{each[command](line)}\n" for line in lines()), end="")
        case _:
            print(__doc__, file=sys.stderr)
            return 64
    return 0


def lines() -> list[str]:
    """Standard input by line feeds alone: a name may hold any other character that Python takes for a line end."""
    text = sys.stdin.buffer.read().decode("utf-8")
    return text.removesuffix("\n").split("\n") if text else []


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
