#!/usr/bin/env python3
"""The property of dumps: 'rung dump' and then 'rung baseline' give a database that equals the first one.

usage: Tests/Dumps/roundtrip.py KIND [COUNT [SEED]]      KIND is sqlite, duckdb or postgresql

COUNT schemas are generated (20 unless told otherwise), each from a seed of its own, filled, dumped with and without
--data, and loaded into a new database. What is compared is read by the database's own library, not by Rung. A schema
that fails is printed with its seed.
environment: RUNG, the executable; RUNG_TEST_POSTGRESQL, the URL of a server, for that kind
"""

import importlib
import os
import pathlib
import random
import subprocess
import sys
import tempfile

MIGRATION = "-- name: migrate-0001-up\nselect 1;\n-- name: migrate-0001-down\nselect 2;\n"


class Refused(Exception):
    """Rung says by name what it cannot write."""


def rung(folder: pathlib.Path, *words: str) -> str:
    ran = subprocess.run([os.environ["RUNG"], *words], cwd=folder, capture_output=True, text=True)
    if ran.returncode == 1 and "not all rows can be written as SQL" in ran.stderr:
        raise Refused(ran.stderr)
    if ran.returncode != 0:
        raise AssertionError(f"rung {' '.join(words)}: {ran.returncode}\n{ran.stderr}")
    return ran.stdout


def difference(left: dict[str, list], right: dict[str, list]) -> str:
    for key in sorted(left.keys() | right.keys()):
        if left.get(key) != right.get(key):
            one, other = ([*values.get(key, [])] for values in (left, right))
            only = [[value for value in these if value not in those] for these, those in ((one, other), (other, one))]
            return f"{key}: {len(one)} and {len(other)}\n  original {only[0][:3]}\n  copy     {only[1][:3]}"
    return ""


def tried(kind, seed: int, folder: pathlib.Path) -> bool:
    """Tries one schema; false where Rung refused it, as it may where the generator says so."""
    chance = random.Random(seed)
    statements, is_unwritable = kind.statements(chance)
    database = kind.Database(folder, seed)
    try:
        original = database.new()
        rung(folder, "upgrade", "-d", original)
        database.run(original, statements)
        for flags in ([], ["--data"]):
            before = database.state(original, has_data=bool(flags))
            try:
                text = rung(folder, "dump", *flags, "-d", original)
            except Refused:
                if flags and is_unwritable:
                    return False
                raise
            assert not (flags and is_unwritable), "it should have been refused"
            (folder / "dump.sql").write_text(text)
            copy = database.new()
            rung(folder, "baseline", "dump.sql", "-d", copy)
            if wrong := difference(before, database.state(copy, has_data=bool(flags))):
                raise AssertionError(wrong)
            again = rung(folder, "dump", *flags, "-d", copy)
            assert again == text, f"the copy's dump is another text\n{difference_of_lines(text, again)}"
            database.drop(copy)
    except Exception:
        print(f"seed {seed}:", *statements, sep="\n", flush=True)
        raise
    finally:
        database.end()
    return True


def difference_of_lines(left: str, right: str) -> str:
    import difflib

    return "\n".join(list(difflib.unified_diff(left.split("\n"), right.split("\n"), lineterm="", n=0))[:20])


def main() -> int:
    name, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    kind = importlib.import_module(f"{name}_schemas")
    failed = refused = 0
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / "migrations").mkdir()
        (folder / "migrations/0001_first.sql").write_text(MIGRATION)
        (folder / "rung.toml").write_text("")
        for seed in range(first, first + count):
            try:
                refused += not tried(kind, seed, folder)
            except (AssertionError, Refused) as problem:
                failed += 1
                print(f"not ok {name} {seed}: {problem}", flush=True)
    print(f"{name}: {count} schemas, {refused} of them refused by name, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
