#!/usr/bin/env python3
"""Where others say that the statements of a text begin: one UTF-8 offset a line.

starts.py postgresql|sqlite|mysql|sqlserver FILE...      a line `# FILE` comes before each file's offsets

PostgreSQL's own parser (pglast), SQLite's own sqlite3_complete(), sqlglot's tokens for MySQL; for SQL Server, whose
batches end with a line of GO, that line.
"""

import re
import sqlite3
import sys
from collections.abc import Iterator

COMMENT = {
    "sqlite": r"(?:\s+|--[^\n]*|/\*.*?\*/|;)*",
    "mysql": r"(?:\s+|--(?=\s|$)[^\n]*|#[^\n]*|/\*(?!!).*?\*/|;)*",
    "sqlserver": r"(?:\s+|--[^\n]*|/\*.*?\*/)*",
}


def postgresql(text: str) -> Iterator[int]:
    from pglast import parser

    for part in parser.split(text, only_slices=True):
        yield part.start


def from_ends(text: str, ends: Iterator[int], dialect: str) -> Iterator[int]:
    """The starts of what lies between ends, behind blanks and comments; what is nothing else is left out."""
    previous = 0
    for end in [*ends, len(text)]:
        start = re.compile(COMMENT[dialect], re.DOTALL).match(text, previous).end()
        if start < end:
            yield start
        previous = end


def sqlite_ends(text: str) -> Iterator[int]:
    start = 0
    for match in re.finditer(";", text):
        if sqlite3.complete_statement(text[start : match.end()]):
            yield match.end()
            start = match.end()


def mysql_ends(text: str) -> Iterator[int]:
    import sqlglot

    for token in sqlglot.tokenize(text, read="mysql"):
        if token.token_type.name == "SEMICOLON":
            yield token.end + 1


def batches(text: str) -> Iterator[int]:
    for match in re.finditer(r"^[ \t]*GO[ \t\r]*$", text, re.MULTILINE | re.IGNORECASE):
        yield match.end()


def starts(dialect: str, text: str) -> Iterator[int]:
    if dialect == "postgresql":
        return postgresql(text)
    ends = {"sqlite": sqlite_ends, "mysql": mysql_ends, "sqlserver": batches}[dialect]
    return from_ends(text, ends(text), dialect)


def main() -> None:
    for path in sys.argv[2:]:
        text = open(path, encoding="utf-8", newline="").read()
        print("#", path)
        offset = previous = 0
        for start in starts(sys.argv[1], text):
            offset += len(text[previous:start].encode())
            previous = start
            print(offset)


if __name__ == "__main__":
    main()
