"""The same files for Rung's loader and for SQLSpec's own: the same statements, or a reason why not."""

import json
import subprocess
from pathlib import Path

from stage import Stage, behaviour, equal

TEMPLATE = '''
"""SQLSpec Migration - add users

Description: add users
Version: 20251018120000
"""

from collections.abc import Iterable


def up(context: object | None = None) -> str | Iterable[str]:
    """Apply the migration (upgrade)."""
    return """
    CREATE TABLE users (
        id INTEGER PRIMARY KEY
    );
    """


def down(context: object | None = None) -> str | Iterable[str]:
    """Reverse the migration."""
    return """
    DROP TABLE users;
    """
'''
# What both read alike.
SAME = [
    TEMPLATE,
    "def up(): return 'select 1'\ndef down(): return ['a', ' b ', '']",
    "def migrate_up(): return ('a', 'b')\ndef migrate_down(context): return context.dialect",
    "def migrate_up(): return 'wrong'\ndef up(): return 'right'\nmigrate_down = migrate_up\ndown = up",
    "async def up(context): return [context.dialect]\nasync def down(context=None): return context.dialect",
    "def up():\n    yield 'a; b'\n    yield 'c'\ndef down(*args): return str(len(args))",
    "def up(one=1): return str(one == 1)\ndef down(): return []",
    "def up(context, /): return context.dialect\ndef down(): return None",
    "def up(): return (x for x in 'abc')",
    "def up(): return '  '\ndef down(): return map(str, [1, 2])",
    "up = lambda context: context.dialect\ndown = lambda: 'x'",
    "class Up:\n    def __call__(self, c): return c.dialect\nup = Up()",
    "print('noise')\ndef up(c): return str(c.metadata == {}) if False else 'x'",
    "def up(c):\n    c.set_execution_metadata('a', 1)\n    return str(c.get_execution_metadata('a'))",
    "def up(c): return str(c.extension_config) + str(c.execution_mode in ('sync', 'async'))",
    "def up(): return {'a': 1}.keys()",
    "import __future__\nif __name__ == '__main__': raise ValueError\ndef up(): return __file__.rpartition('/')[2][4:]",
]
# What neither takes.
NEITHER = [
    "def up(): return 3",
    "def up(): return None",
    "def up(): return ['a', 3]",
    "def up(): return b'x'",
    "def up(a, b): return 'x'",
    "def up(): raise ValueError('x')",
    "def up(:",
    "x = 1",
    "up = 3",
    "import nowhere\ndef up(): return 'x'",
]
# What only Rung takes, and why: its pieces.
ONLY_RUNG = {
    "def upgrade(): return 'x'": (["x"], "SQLSpec's documentation calls the functions so"),
    "def up(m): m.execute('x')": (["x"], "SQLSpec's documentation calls migration.execute"),
    "from sqlspec.migrations import Migration\ndef up(): return 'x'": (["x"], "the documentation imports it"),
    "def up(*, context): return context.dialect": (["sqlite"], "a name says as much as a place"),
    "async def up():\n    yield 'x'": (["x"], "an iterable like any other"),
    "\ufeffdef up(): return 'x'": (["x"], "a byte order mark is none of the text"),
}
# What only SQLSpec takes, and why Rung does not.
ONLY_SQLSPEC = {
    "def up(): return {'a': 1}": "of a mapping SQLSpec runs the keys, which nobody means",
    "def up(): return {'a', 'b'}": "the order of a set changes from run to run",
    "def up(): return 'a\\0b'": "PostgreSQL and SQLite read up to the zero",
}


def theirs(stage: Stage, texts: list[str]) -> list[list[list[str] | str | None]]:
    paths = [stage.folder / f"migrations/{number:04}_x.py" for number in range(1, len(texts) + 1)]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    program = Path(__file__).with_name("sqlspec_program.py")
    done = subprocess.run(
        [stage.python, "-B", program, "sqlite", *paths], capture_output=True, timeout=120, check=True
    )
    return json.loads(done.stdout)


def ours(stage: Stage, number: int, direction: str) -> list[str] | str | None:
    answer = stage.load(direction, f"migrations/{number:04}_x.py")
    return answer.pieces if answer.status == 0 else None if answer.status == 3 else answer.errors


@behaviour
def what_sqlspec_reads_is_read_alike(stage: Stage) -> None:
    if stage.has_sqlspec:
        for number, (text, both) in enumerate(zip(SAME, theirs(stage, SAME), strict=True), 1):
            for direction, expected in zip(("up", "down"), both, strict=True):
                equal(isinstance(expected, str), False, f"SQLSpec takes {text!r}: {expected}")
                equal(ours(stage, number, direction), expected, f"{direction} of {text!r}")


@behaviour
def what_sqlspec_refuses_is_refused(stage: Stage) -> None:
    if stage.has_sqlspec:
        for number, (text, both) in enumerate(zip(NEITHER, theirs(stage, NEITHER), strict=True), 1):
            equal(isinstance(both[0], str), True, f"SQLSpec refuses {text!r}")
            equal(stage.load("up", f"migrations/{number:04}_x.py").status in (3, 65), True, f"Rung refuses {text!r}")


@behaviour
def differences_from_sqlspec_are_the_known_ones(stage: Stage) -> None:
    if not stage.has_sqlspec:
        return
    for number, (text, both) in enumerate(zip(ONLY_RUNG, theirs(stage, list(ONLY_RUNG)), strict=True), 1):
        pieces, why = ONLY_RUNG[text]
        equal(isinstance(both[0], str), True, f"SQLSpec refuses {text!r} ({why}): {both[0]!r}")
        equal(ours(stage, number, "up"), pieces, f"{text!r}: {why}")
    for number, (text, both) in enumerate(zip(ONLY_SQLSPEC, theirs(stage, list(ONLY_SQLSPEC)), strict=True), 1):
        equal(isinstance(both[0], list), True, f"SQLSpec takes {text!r}: {both[0]!r}")
        equal(stage.load("up", f"migrations/{number:04}_x.py").status, 65, f"{text!r}: {ONLY_SQLSPEC[text]}")
