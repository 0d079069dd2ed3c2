#!/usr/bin/env python3
"""Holds what Rung sends to databases that have no server here against what their clients make of the original files.

usage: sent.py RUNG FOLDER      RUNG is the executable, FOLDER a case of 'convert', roundcube-sqlserver or -oracle

The stand-ins of Tests/Recordings cut texts as the clients do, and know nothing of Rung. Each original file is handed to
one of them, and then what Rung prints and what it sends: every time it has to execute the same statements, in the same
order, each once and to the byte. At last sqlglot parses them; what it cannot read is listed in UNREAD.
"""

import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import sqlglot
from sqlglot import exp

CLIENTS = pathlib.Path(__file__).resolve().parent.parent / "Recordings/clients"
RUNG, CASE = (pathlib.Path(word).absolute() for word in sys.argv[1:])
KIND = CASE.name.rpartition("-")[2]

CLIENT = {"sqlserver": "sqlcmd", "oracle": "sqlplus"}[KIND]
GRAMMAR = {"sqlserver": "tsql", "oracle": "oracle"}[KIND]

# What is Rung's own, or the driver's, among what is executed; nothing of the originals is like it.
OWN = r"(?:\s|--[^\n]*\n)*" + {
    "sqlserver": r"(?:connect$|set |begin transaction|commit transaction|select concat\('rung |(?s:.*)ddl_migrations)",
    "oracle": r"(?:connect$|set transaction|commit$|select 'rung step |begin\s+execute immediate 'alter session|(?s:.*)DDL_MIGRATIONS)",
}[KIND]

# Nothing: blanks, comments and lone terminators.
NOTHING = re.compile(r"(?:\s|--[^\n]*(?:\n|\Z)|;|^/\s*$|^GO\s*$)*", re.MULTILINE | re.IGNORECASE)

# How many statements the originals hold, in Debian 12; another release has to have as many at least.
ATLEAST = {"sqlserver": 204, "oracle": 74}[KIND]

# What sqlglot cannot read: a part, what it could read in its place, and why; without a place the statement is passed over.
UNREAD = {
    "sqlserver": [
        (r" TEXTIMAGE_ON \[PRIMARY\]", "", "where a table keeps its texts"),
        (r" WITH NOCHECK(?= ADD)", "", "rows that are there already"),
        (r"(?<=ADD)(?=\s+PRIMARY KEY)", " CONSTRAINT k", "a key without a name that comes later"),
        (r"ADD\s+CONSTRAINT \[\w+\] DEFAULT [^\n]* FOR ", None, "a default that comes later"),
        (r"CREATE TRIGGER", None, "triggers"),
    ],
    "oracle": [
        (r"^CREATE TRIGGER", None, "PL/SQL"),
        (r"^ALTER TABLE \S+ MODIFY", None, "'modify'"),
    ],
}[KIND]


def environment(folder):
    (folder / "tmp").mkdir(exist_ok=True)
    (folder / "rules.json").write_text("[]")
    return {
        "PATH": f"{CLIENTS}:/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "USER": "tester",
        "TMPDIR": str(folder / "tmp"), "PYTHONDONTWRITEBYTECODE": "1", "RUNG_RECORDING": str(folder),
        "RUNG_SCRIPT_LOCATION": str(CASE / "migrations")}


def executed(folder):
    """What the stand-in executed in all its calls, without Rung's own and what is nothing."""
    log = folder / "statements"
    parts = log.read_bytes().decode().split("\0") if log.exists() else []
    statements = [part.strip() for part in parts if not re.match(OWN, part.strip())]
    return [statement for statement in statements if not NOTHING.fullmatch(statement)]


def by_the_client(text):
    """What the client makes of a text; it complains of nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "script").write_bytes(text)
        options = ["-i", folder / "script"] if CLIENT == "sqlcmd" else []
        done = subprocess.run(
            [CLIENTS / CLIENT, *options], input=text, env=environment(folder), capture_output=True, check=True, timeout=60)
        assert done.stdout + done.stderr == b"", done.stdout + done.stderr
        return executed(folder)


def by_rung(settings, *options):
    """What Rung prints, and what it has the client execute."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "rung.toml").write_text(settings)
        done = subprocess.run(
            [RUNG, "upgrade", *options, "--database", f"{KIND}://scott:tiger-cub@host/app"], cwd=folder,
            env=environment(folder), capture_output=True, timeout=600)
        assert done.returncode == 0, done.stderr.decode()
        assert os.listdir(folder / "tmp") == [], "files are left"
        return done.stdout, executed(folder)


def compare(actual, expected, what):
    for number, (ours, theirs) in enumerate(zip(actual, expected)):
        assert ours == theirs, f"{what}: statement {number}\nis       {ours!r}\nand not  {theirs!r}"
    assert len(actual) == len(expected), f"{what}: {len(actual)} statements and not {len(expected)}"


def originals():
    """The statements of the original files, as the client cuts them; what it leaves out is nothing."""
    statements = []
    for path in sorted((CASE / "original").iterdir()):
        text = path.read_bytes()
        found = by_the_client(text)
        rest = text.decode()
        for statement in found:
            assert statement in rest, f"{path.name}: {statement!r}"
            rest = rest.replace(statement, "", 1)
        assert NOTHING.fullmatch(rest), f"{path.name}: the client left out {rest!r}"
        statements += found
    return statements


def complaint(statement):
    """Why sqlglot cannot read it; None if it can."""
    try:
        trees = sqlglot.parse(statement, read=GRAMMAR, error_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        return str(error).splitlines()[0]
    return "kept as it is" if any(tree and tree.find(exp.Command) for tree in trees) else None


def parse(statements):
    """Parses each; every entry of UNREAD has to be needed."""
    needed, passed = set(), 0
    for statement in statements:
        text, known = statement, False
        if not complaint(text):
            continue
        for part, place, reason in UNREAD:
            if re.search(part, text, re.IGNORECASE):
                needed.add(reason)
                known = known or place is None
                text = re.sub(part, place or "", text, flags=re.IGNORECASE)
        passed += known
        assert known or not complaint(text), f"sqlglot: {complaint(text)}: {statement}"
    assert needed == {reason for _, _, reason in UNREAD}, f"only these are needed: {needed}"
    return passed


logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
expected = originals()
assert len(expected) >= ATLEAST, len(expected)
# As the dialect has it, and each statement by itself, as Rung's splitter cuts them; on Oracle that is the same.
for settings in ("", "[migration]\ntransactional = false\n"):
    compare(by_the_client(by_rung(settings, "--dry-run")[0]), expected, "what a dry run prints")
    compare(by_rung(settings)[1], expected, "a run")
print(f"{len(expected)} statements, {parse(expected)} of which sqlglot keeps as they are")
