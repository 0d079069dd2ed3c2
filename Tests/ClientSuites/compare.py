#!/usr/bin/env python3
"""Compares what Rung sends with what a client sends by itself, for the SQL of a database's own test suite.

usage: compare.py mysql|mariadb CLIENT RUNG FOLDER
  CLIENT  the database's own client, which Rung finds by its name on the PATH
  FOLDER  where *.test files are, at any depth
exit status: 0 the same statements but for what KNOWN lists; 1 a difference

Each file becomes a migration. A recorder in the place of the server keeps what the client sends when it reads the SQL by
itself, and when 'rung upgrade' has it run the migration. Statements have to be the same to the byte, but for blanks and
comments around them. What Rung refuses to run by design, such as USE, is taken out of both.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import mysqltest
import recorder

KIND, CLIENT, RUNG = sys.argv[1], *map(os.path.abspath, sys.argv[2:4])
FOLDER = pathlib.Path(sys.argv[4])
DIALECTS = pathlib.Path(__file__).resolve().parents[2] / "sql/dialects"
VERSION = {"mysql": "9.7.4", "mariadb": "5.5.5-10.11.18-MariaDB"}[KIND]

# Files that are meant to differ.
KNOWN = {
    "innodb_bug48024.test": "the clients do not see the end of a comment in `/*/`, but the server does",
    "information_schema_parameters.test": "a delimiter with a backslash, which the clients refuse",
    "information_schema_routines.test": "as above",
    "rpl_events.test": "as above",
}

# Refused by Rung before it sends anything, with a remedy.
REFUSED = re.compile(r"(?:use|lock\s+tables?)\b", re.IGNORECASE)
OURS = re.compile(
    rb"(?s)select @@version_comment limit 1$|select \$\$$|set @rung_mark|.*ddl_migrations|select concat\('rung "
    rb"|do release_lock\(concat\('rung |kill is_used_lock|.* /\* rung \*/$")
GAP = re.compile(rb"(?:\s|--(?=\s|\Z)[^\n]*|\#[^\n]*|/\*(?!M?!)(?:.*?\*/))*", re.DOTALL)


def mark_statements(folder: pathlib.Path) -> None:
    """Writes Rung's own SQL with a comment in each statement that a test suite may have as well."""
    for dialect in {"mysql", KIND}:
        text = (DIALECTS / dialect / "session.sql").read_text()
        head = re.match(r"-- (?:syntax|extends): \w+\n", text)[0]
        for name in ("transaction-begin", "transaction-commit", "transaction-rollback", "lock-acquire", "session-reset"):
            if block := re.search(rf"^-- name: {name}\n(?:--[^\n]*\n)*(.*?)(?=^-- name:|\Z)", text, re.DOTALL | re.MULTILINE):
                head += f"-- name: {name}\n" + block[1].replace(";", " /* rung */;")
        (folder / "dialects" / dialect).mkdir(parents=True)
        (folder / "dialects" / dialect / "marked.sql").write_text(head)


def statements(sent: list[bytes]) -> list[bytes]:
    """Those of the script, without comments before them."""
    return [rest for text in sent if not OURS.match(text) and (rest := text[GAP.match(text).end() :])]


def by_client(text: bytes) -> tuple[list[bytes], str]:
    with recorder.Recorder(VERSION) as server:
        ran = subprocess.run(
            [CLIENT, "--no-defaults", "--host=127.0.0.1", f"--port={server.port}", "--user=a", "--batch", "--binary-mode",
             "--comments", "--default-character-set=utf8mb4"], input=text, capture_output=True, timeout=120)
    return statements(server.sent), ran.stderr.decode(errors="replace")


def by_rung(text: bytes, sql: str) -> tuple[list[bytes], str]:
    environment = {"PATH": f"{os.path.dirname(CLIENT)}:{os.environ['PATH']}", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryDirectory() as name, recorder.Recorder(VERSION) as server:
        folder = pathlib.Path(name)
        (folder / "migrations").mkdir()
        (folder / "rung.toml").write_text(f'sql = "{sql}"\n')
        (folder / "migrations/0001_a.sql").write_bytes(
            b"-- name: migrate-0001-up\n" + text + b"\n-- name: migrate-0001-down\nselect 1;\n")
        ran = subprocess.run(
            [RUNG, "upgrade", "--database", f"{KIND}://a@127.0.0.1:{server.port}/d"], cwd=folder, env=environment,
            capture_output=True, timeout=600)
    return statements(server.sent), ran.stderr.decode(errors="replace") if ran.returncode else ""


def are_same(ours: bytes, theirs: bytes) -> bool:
    short, long = sorted((ours.rstrip(), theirs.rstrip()), key=len)
    return long.startswith(short) and GAP.fullmatch(long[len(short) :]) is not None


def without(parts: list[str], complaint: str) -> str | None:
    """Empties the part that Rung complains of; what it says, or None if it names no place."""
    place = re.search(r"migrations/0001_a\.sql:(\d+):(\d+): error: ([^\n]*)", complaint)
    if not place:
        return None
    lines = "".join(parts).split("\n")
    rest = sum(len(line) + 1 for line in lines[: int(place[1]) - 2]) + int(place[2]) - 1
    for index, part in enumerate(parts):
        rest -= len(part)
        if rest < 0:
            parts[index] = ""
            return None if part.startswith("\ndelimiter ") else place[3]
    return None


def compare(path: pathlib.Path, sql: str) -> tuple[str, int, list[str]]:
    """The verdict, the number of statements, and what was left out because Rung refuses it."""
    try:
        parts = mysqltest.Reader(path.read_bytes().decode()).read()
    except UnicodeDecodeError:
        return "not UTF-8", 0, []
    left_out = ["USE, LOCK TABLES" for part in parts if REFUSED.match(part)]
    parts = ["" if REFUSED.match(part) else part for part in parts]
    while True:
        ours, complaint = by_rung("".join(parts).encode(), sql)
        if not complaint:
            break
        if "has no statement" in complaint:
            return "no SQL", 0, left_out
        reason = without(parts, complaint)
        if not reason:
            return "fails: " + complaint, 0, left_out
        left_out.append(reason)
    theirs, complaint = by_client("".join(parts).encode())
    if complaint:
        return "the client fails: " + complaint, 0, left_out
    for one, other in zip(ours, theirs):
        if not are_same(one, other):
            return f"differs:\n  Rung    {one[:300]!r}\n  client  {other[:300]!r}", 0, left_out
    if len(ours) != len(theirs):
        return f"differs: {len(ours)} statements of Rung and {len(theirs)} of the client", 0, left_out
    return "the same", len(ours), left_out


def main() -> None:
    paths = sorted(FOLDER.rglob("*.test"))
    verdicts, reasons, count, failed = collections.Counter(), collections.Counter(), 0, False
    with tempfile.TemporaryDirectory() as sql, ThreadPoolExecutor(2) as pool:
        mark_statements(pathlib.Path(sql))
        for path, (verdict, number, left_out) in zip(paths, pool.map(lambda path: compare(path, sql), paths)):
            kind = verdict.partition(":")[0]
            count += number
            reasons.update(left_out)
            verdicts[f"{kind}, as expected" if kind not in ("the same", "no SQL", "not UTF-8") and path.name in KNOWN else kind] += 1
            if kind not in ("the same", "no SQL", "not UTF-8") and path.name not in KNOWN:
                failed = True
                print(f"{path}: {verdict}", flush=True)
    print(f"{KIND}: {count} statements;", ", ".join(f"{number} files {verdict}" for verdict, number in verdicts.most_common()))
    for reason, number in reasons.most_common():
        print(f"  left out {number}: {reason}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
