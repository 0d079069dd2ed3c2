#!/usr/bin/env python3
"""Random scripts, and where others say that their statements begin: one JSON object a line.

scripts.py sqlite|postgresql|mysql COUNT SEED [CLIENT...]      {"text": …, "starts": [UTF-8 offsets]}

SQLite's own sqlite3_prepare() for scripts that are right, and sqlite3_complete() for all; PostgreSQL's own parser for
scripts that are right, and its scanner for others (pglast); MariaDB's own client, which prints with `-v` what it
sends. CLIENT is its command line, `mariadb --socket=…`.

Left out, because they are meant to differ:

- commands of the shells (`.read`, psql's backslash, and `\\g` of MariaDB's client outside a string): Rung refuses those
  of SQLite and PostgreSQL, and sends the others to the server, which refuses them;
- a quoted delimiter (`delimiter "//"`), whose quotes MariaDB's client drops;
- a delimiter with a backslash, which MariaDB's client refuses, or one that begins with a letter outside ASCII, which
  it never finds;
- `delimiter` behind another statement on its line, which only MariaDB's client takes there, not MySQL's;
- `--x` without a blank, which MariaDB's client takes for a comment at the start of a line, but the server does not;
- `explain create trigger` in SQLite, which sqlite3_complete() takes for a trigger, and no migration contains;
- a comment that MySQL runs (`/*! … */`) with a string in it that is not closed.
"""

import ctypes
import json
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from starts import from_ends, sqlite_ends


class Script:
    """Makes the parts of one script."""

    def __init__(self, seed: str, dialect: str) -> None:
        self.random = random.Random(seed)
        self.dialect = dialect
        self.delimiter = ";"
        self.count = 0

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def begin(self, word: str) -> str:
        """A first word that no other statement has: the cases of its letters are its number."""
        self.count += 1
        return "".join(c.upper() if self.count >> n & 1 else c for n, c in enumerate(word))

    def inside(self, *more: str) -> str:
        """What stands in a string or comment and would mean something outside."""
        parts = ("a", ";", "; ", "--", "-- ", "#", "\n", " end;", "begin ", "é", "delimiter //", "$$", "(", *more)
        return "".join(self.one(*parts) for _ in range(self.random.randrange(4)))

    def gap(self) -> str:
        """Blanks and comments between two words."""
        if self.random.random() < 0.7:
            return self.one(" ", "\n", "\t", "  \n")
        line = self.inside("'", '"', "/*", "*/").replace("\n", "")
        block = self.inside("'", '"', "`", "/").replace("/*", "").replace("*/", "")
        comments = [f" -- {line}\n", f" /* {block} */ ", " --\n"]
        if self.dialect == "postgresql":
            comments.append(f" /* /* {block} */ ' */ ")
        if self.dialect == "mysql":
            comments.append(f" # {line}\n")
        return self.one(*comments)

    def string(self) -> str:
        kinds = [f"'{self.inside(chr(34), '/*', chr(39) * 2, '`')}'"]
        if self.dialect == "postgresql":
            escaped = self.inside("\\'", "''", "\\\\", '"', "/*")
            body = self.inside("'", '"', "/*").replace("$", "")
            kinds += [f"E'{escaped}'", f"$${body}$$", f"$a${body}$b$;$a$", "U&'a;'", "b'0'"]
        if self.dialect == "mysql":
            escaped = self.inside("\\'", "''", "\\\\", '"', "/*")
            kinds += [f"'{escaped}'", '"' + self.inside('\\"', '""', "'", "/*") + '"', "N'a;'"]
        return self.one(*kinds)

    def value(self, depth: int = 0) -> list[str]:
        if depth < 2 and self.random.random() < 0.3:
            return ["case", "when", *self.value(depth + 1), "is", "null", "then", *self.value(depth + 1), "end"]
        if self.random.random() < 0.3:
            return [self.one("1", "2.5", "null", "(1)", "-1", "1-1")]
        return [self.string()]

    def name(self) -> str:
        self.count += 1
        quotes = {"sqlite": ['"', '"', "`", "`", "[", "]"], "postgresql": ['"', '"'], "mysql": ["`", "`"]}[self.dialect]
        index = self.random.randrange(len(quotes) // 2) * 2
        inner = self.inside("'", "/*").replace(quotes[index + 1], "")
        return self.one(f"n{self.count}", f"{quotes[index]}n{self.count}{inner}{quotes[index + 1]}")

    def select(self) -> list[str]:
        more = self.random.choice(([], ["as", self.name()], [",", *self.value()]))
        return [self.begin("select"), *self.value(), *more]

    def body(self) -> list[str]:
        """Statements inside another one."""
        words: list[str] = []
        for _ in range(self.random.randrange(1, 4)):
            words += [*self.select(), ";"]
        return words

    def statement(self) -> list[str]:
        """A statement that is right, as its words."""
        choices = [self.select, self.select, lambda: [self.begin("create"), "view", self.name(), "as", *self.select()]]
        choices += {
            "sqlite": [
                lambda: ["create", *self.random.choice(([], ["temp"], ["temporary"])), "trigger", self.name(), "after",
                         "insert", "on", "t", "begin", *self.body(), "end"],
                lambda: ["insert", "into", "t", "values", "(", *self.value(), ",", *self.value(), ")"],
                lambda: ["create", "table", "trigger_" + str(self.random.random())[2:], "(", self.name(), ")"],
            ],
            "postgresql": [
                lambda: ["create", "function", self.name(), "()", "returns", "text", "begin", "atomic", *self.body(),
                         "end"],
                lambda: ["create", "or", "replace", "rule", self.name(), "as", "on", "insert", "to", "t", "do", "also",
                         "(", *self.body()[:-1], ")"],
                lambda: ["do", f"$do$ begin perform {self.string()}; end $do$"],
                lambda: ["create", "function", self.name(), "()", "returns", "text", "language", "sql", "return",
                         *self.value()],
                lambda: ["begin"], lambda: ["end"],
            ],
            "mysql": [
                lambda: [self.begin("create"), "procedure", self.name(), "()", "begin", *self.body(), "end"],
                lambda: [f"/*!4{self.random.randrange(10000):04}", *self.select(), "*/"],
                lambda: [self.begin("insert"), "into", "t", "values", "(", *self.value(), ")"],
            ],
        }[self.dialect]
        return self.random.choice(choices)()

    def soup(self) -> list[str]:
        """Words in no order."""
        words = ["select", "create", "trigger", "begin", "end", "case", "(", ")", "1", "a", self.name(), self.string(),
                 self.string(), "atomic", "rule", "table", "x", ",", "e", "n"]
        if self.dialect == "postgresql":
            # Its scanner, unlike its parser, counts parentheses, and takes a BEGIN for any other than of a body.
            words = [word for word in words if word not in ("(", ")", "atomic")]
        # PostgreSQL's scanner counts only what has a keyword in it.
        first = self.begin("select" if self.dialect == "postgresql" else "soupword")
        return [first, *(self.random.choice(words) for _ in range(self.random.randrange(12)))]

    def text(self, words: list[str]) -> str:
        return words[0] + "".join(self.gap() + word for word in words[1:])

    def end(self) -> str:
        """A gap without the delimiter."""
        gap = self.gap()
        return gap if self.delimiter == ";" or self.delimiter not in gap else "\n"

    def script(self) -> tuple[str, bool]:
        """A script, and whether all of it is right."""
        is_right = self.random.random() < 0.6
        text = self.gap() if self.random.random() < 0.3 else ""
        for _ in range(self.random.randrange(1, 6)):
            if self.dialect == "mysql" and self.random.random() < 0.3:
                self.delimiter = self.one(";", "//", "$$", ";;", "#", "--", "/*", "|", "go", ".", "(")
                command = self.one("delimiter ", "DELIMITER  ", "  delimiter ")
                text += ("\n" if text else "") + command + self.delimiter + "\n"
            words = self.statement() if is_right else self.soup()
            if self.dialect == "mysql" and self.delimiter == ";" and ";" in words:
                # Where only semicolons end statements, those of a procedure do.
                words = self.select()
            one = self.text(words)
            if self.delimiter != ";" and self.delimiter in one:
                one = self.begin("select") + " 1"
            # `*///` would end at the first of the three slashes.
            text += one + self.one(" " if one[-1] == self.delimiter[0] else "", self.end()) + self.delimiter
            text += self.end() if self.random.random() < 0.6 else ""
        return text, is_right


def prepared(text: str) -> list[int] | None:
    """Where SQLite itself ends the statements; nil if it refuses one."""
    library = ctypes.CDLL("libsqlite3.so.0")
    database, statement, tail = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_char_p()
    library.sqlite3_open(b":memory:", ctypes.byref(database))
    library.sqlite3_exec(database, b"create table t (a, b)", None, None, None)
    rest, ends, size = text.encode(), [], len(text.encode())
    try:
        while rest:
            if library.sqlite3_prepare_v2(database, rest, -1, ctypes.byref(statement), ctypes.byref(tail)):
                return None
            if statement:
                ends.append(size - len(tail.value))
            library.sqlite3_finalize(statement)
            rest = tail.value
    finally:
        library.sqlite3_close(database)
    return ends


def sqlite(text: str, is_right: bool) -> list[int] | None:
    complete = list(from_ends(text, sqlite_ends(text), "sqlite"))
    ends = prepared(text) if is_right else None
    if ends is not None:
        points = [len(text.encode()[:end].decode()) for end in ends]
        if list(from_ends(text, iter(points), "sqlite")) != complete:
            raise SystemExit(f"SQLite says two things about {text!r}")
    return complete


def postgresql(text: str, is_right: bool) -> list[int] | None:
    from pglast import parser

    try:
        parts = parser.split(text, with_parser=is_right, only_slices=True)
    except parser.ParseError:
        return None
    return [behind_comments(text, part.start) for part in parts]


def behind_comments(text: str, start: int) -> int:
    """The offset behind blanks and comments, which may contain others."""
    depth = 0
    while match := re.compile(r"/\*|\*/|." if depth else r"/\*|--[^\n]*|\s+", re.DOTALL).match(text, start):
        depth += {"/*": 1, "*/": -1}.get(match[0], 0)
        start = match.end()
    return start


def mysql(text: str, client: list[str]) -> list[int] | None:
    command = [*client, "--force", "--verbose", "--batch"]
    ran = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    starts, offset = [], 0
    for sent in re.findall(r"^-{14}\n(.*?)\n-{14}\n", ran.stdout.decode(), re.DOTALL | re.MULTILINE):
        # Terminators are left out, so that only the first word is found again in the text.
        for start in from_ends(sent, iter(()), "mysql"):
            word = re.compile(r"/\*M?!\d*|\w+|.").match(sent, start)[0]
            offset = text.find(word, offset)
            starts.append(offset)
            offset += len(word)
    return starts


def main() -> None:
    dialect, count, seed = sys.argv[1], int(sys.argv[2]), sys.argv[3]

    def ask(number: int) -> tuple[str, list[int] | None]:
        text, is_right = Script(f"{seed} {number}", dialect).script()
        if dialect == "mysql":
            return text, mysql(text, sys.argv[4:])
        return text, {"sqlite": sqlite, "postgresql": postgresql}[dialect](text, is_right)

    number = written = 0
    with ThreadPoolExecutor(2 if dialect == "mysql" else 1) as pool:
        while written < count:
            for text, starts in pool.map(ask, range(number, number + 500)):
                if starts is not None and written < count:
                    written += 1
                    offsets = [len(text[:start].encode()) for start in starts]
                    print(json.dumps({"text": text, "starts": offsets}))
            number += 500


if __name__ == "__main__":
    main()
