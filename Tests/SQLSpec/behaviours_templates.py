"""Section 10: new files and the templates that they are made from; and 4.3, how their descriptions are read back."""

import re
import unicodedata
from pathlib import Path
from typing import Any

from declare import Answer, differs, equal, holds, same
from sqlspec.migrations.utils import create_migration_file
from stage import Case

TABLE = Path(__file__).parents[2] / "Sources/Authoring/NewFiles/ASCIIFolding.swift"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
SEED = {
    "sql": {
        "header": "-- {title} - {message}",
        "metadata": ["-- Version: {version}", "-- Owner: {author}", "", "-- At: {created_at}"],
        "body": "-- name: migrate-{version}-up\nCREATE TABLE {slug} (a TEXT DEFAULT '{{}}');\n\n\n",
    },
    "py": {
        "docstring": "{title}\nDescription: {description}\n",
        "imports": ["from typing import Iterable", "import json"],
        "body": 'def up(context: object | None = None) -> str | Iterable[str]:\n    return "SELECT 1"\n',
    },
}
FORMS: dict[str, dict[str, Any]] = {
    "every part": SEED,
    "lists as texts": {
        "sql": SEED["sql"] | {"metadata": "-- A: {author}\n\n-- B: {version}"},
        "py": SEED["py"] | {"imports": "import os\nimport json"},
    },
    "several lines in one part": {
        "sql": SEED["sql"] | {"header": "-- {title}\n-- {message}\n--"},
        "py": SEED["py"] | {"docstring": "\n{message}\n\n{version} {{x}}\n"},
    },
    "a title of the templates": SEED | {"title": "Shop"},
}
MESSAGES = [
    "Create users table!! été",
    "Add  user--table / v2.0 (fix #12)!",
    "日本語",
    "Füge Größe & Straße hinzu",
    "łódź, øre, đ, þ, æ",
    "ﬁle №5 ½ ™ ① Ⅷ ㎏ Ｆｕｌｌ 𝐛𝐨𝐥𝐝",
    "Việt Nam: bảng người dùng",
    "__init__ _x_",
    "a日b — c…d",
    "İstanbul ǅ ĲSSEL",
    "Добавить users",
    "x" * 300,
    "no-break\u00a0blank, soft\u00adhyphen, zero\u200bwidth",
    "100% of `a`, \"b\" and 'c'; d\\e",
    "0001 migrate-0001-up",
]


def theirs(case: Case, version: str, message: str, kind: str = "sql") -> Path:
    """The file that SQLSpec makes of a message under a version."""
    config = case.sqlspec.database.sqlspec(case.sqlspec.settings | {"script_location": str(case.sqlspec.migrations)})
    try:
        return create_migration_file(case.sqlspec.migrations, version, message, kind, config=config)
    finally:
        config.close_pool()


def ours(case: Case, message: str, kind: str = "sql", **options: bool) -> Path:
    """The file that Rung makes of it."""
    made = case.rung.call("create-migration", "-m", message, "--format", kind, **options).done()
    return case.rung.folder / made.said.splitlines()[0]


def both(case: Case, message: str, kind: str = "sql") -> tuple[Path, Path]:
    """The files of both, under one version."""
    mine = ours(case, message, kind)
    return theirs(case, mine.name[:14], message, kind), mine


def plain(path: Path) -> str:
    return TIME.sub("TIME", path.read_text(encoding="utf-8"))


def failing(case: Case, kind: str = "sql") -> tuple[Answer, Answer]:
    """What both say of settings that make no file."""
    try:
        theirs(case, "20250101000000", "x", kind)
        said = Answer("SQLSpec's create_migration", 0, "")
    except Exception as error:  # its command line would print a traceback
        said = Answer("SQLSpec's create_migration", 1, f"{type(error).__name__}: {error}")
    return said, case.rung.call("create-migration", "-m", "x", "--format", kind)


@same("10 the parts of templates that the settings hold, over the default, and every variable")
def _(case: Case) -> None:
    for name, templates in FORMS.items():
        case.set(templates=templates, author="Data Platform", title="" if "title" in templates else "Acme")
        for message in ("Add seed data", "Größe 日本語 {x} 100%"):
            for kind in ("sql", "py"):
                expected, made = both(case, message, kind)
                equal(made.name, expected.name, f"name of {kind}, {name}")
                equal(plain(made), plain(expected), f"text of {kind}, {name}")
                made.unlink()
                expected.unlink()


@same("10 an empty text is as if it were not there, and an empty list is a list without lines")
def _(case: Case) -> None:
    case.set(author="me", title="T")
    body = {"body": "-- name: migrate-{version}-up\nSELECT 1;"}
    for parts in ({"metadata": []}, {"header": ""}, {"metadata": ""}, {"metadata": ["", "-- x"]}, {"metadata": [""]}):
        header = {} if "header" in parts else {"header": "-- {message}"}
        case.set(templates={"sql": body | header | parts} | {"py": {"body": "X = 1", "docstring": "d", "imports": []}})
        for kind in ("sql", "py"):
            expected, made = both(case, "Add a", kind)
            equal(plain(made), plain(expected), f"text with {parts}")
            made.unlink()
            expected.unlink()


@same("10 a file's name folds accents, drops what has no ASCII, and has at most 50 characters of the message")
def _(case: Case) -> None:
    for message in MESSAGES:
        expected, made = both(case, message)
        equal(made.name, expected.name, f"name for {message!r}")
        made.unlink()
        expected.unlink()


@same("10 what each character leaves in a name is what Python's NFKD leaves")
def _(case: Case) -> None:
    table: dict[int, str] = {}
    for entry in TABLE.read_text(encoding="utf-8").rpartition('entries = """')[2].partition('"""')[0].split():
        codes, text = entry.split(":")
        first, kind, count = re.fullmatch(r"([0-9a-f]+)(?:([+=])(\d+))?", codes).groups()
        for step in range(int(count or 1)):
            table[int(first, 16) + step] = chr(ord(text) + step) if kind == "+" else text
    for code in range(128, 0x110000):
        left = unicodedata.normalize("NFKD", chr(code)).encode("ascii", "ignore").decode().lower()
        equal(table.get(code, ""), re.sub(r"\W+", "_", left), f"U+{code:04X}")


@differs("10 a name that is cut may end in an underscore", docs="may end in `_` where it was cut")
def _(case: Case) -> None:
    expected, made = both(case, "x" * 49 + " y")
    equal(made.name, expected.name.replace("_.sql", ".sql"), "name")


@same("10, 4.3 a file that SQLSpec generates is applied by both, and its description is the message")
def _(case: Case) -> None:
    path = theirs(case, "20250101000000", "Make: a 'thing'")
    case.rung.write({path.name: path.read_text(encoding="utf-8")})
    case.take("up")
    equal(case.rung.rows("description"), ["Make: a 'thing'"], "descriptions")
    case.made("placeholder")
    case.take("down")
    case.made()


@same("10, 4.3 a file that Rung generates is applied by both, and its description is the message")
def _(case: Case) -> None:
    for message in ("Make: a 'thing' \\ \"so\"", 'two\nlines and """'):
        path = ours(case, message, sequential=True)
        blocks = re.split(r"(?<=-up\n)-- .*|(?<=-down\n)-- .*", path.read_text(encoding="utf-8"))
        equal(len(blocks), 3, "parts around the two lines to be replaced")
        case.write({path.name: f"{blocks[0]}CREATE TABLE a (id INTEGER);{blocks[1]}DROP TABLE a;{blocks[2]}"})
        case.take("up")
        equal(case.rung.rows("description"), [" ".join(message.split())], "descriptions")
        case.made("a")
        case.take("down")
        case.made()
        case.remove(path.name)


@same("4.3 the words before a description are those of the settings")
def _(case: Case) -> None:
    up = "-- name: migrate-{0}-up\nCREATE TABLE t_{0} (id INTEGER);\n"
    heads = {
        "0001_a.sql": "-- Description: no\n-- Summary: yes\n",
        "0002_b.sql": "-- summary: no\n--- Was :  was: it \n",
        "0003_c.sql": "-- Description: no\n",
        "0004_d.sql": "-- Summary:\n-- Was: no\n",
    }
    case.set(templates={"sql": {"description_key": ["Summary", "", "Was"]}})
    case.write({name: head + up.format(name[:4]) for name, head in heads.items()})
    case.take("up")
    equal(case.rung.rows("description"), ["yes", "was: it", "c", "d"], "descriptions")


@same("10 an author is a name, of the environment, or a table that says which")
def _(case: Case) -> None:
    case.set(templates={"sql": {"header": "-- {author}", "metadata": ["-- x"]}})
    for author in ("Data Platform", " Ada ", "env:PATH", {"value": "Ada"}, {"mode": "env", "value": "PATH"}):
        case.set(author=author)
        expected, made = both(case, "x")
        equal(plain(made).splitlines()[0], plain(expected).splitlines()[0], f"author {author!r}")
        made.unlink()
        expected.unlink()


@same("10 an author of the environment that is not set is refused")
def _(case: Case) -> None:
    for author in ("env:NOBODY_HAS_SET_THIS", "env:", {"mode": "env", "value": "NOBODY_HAS_SET_THIS"}, {"mode": "who"}):
        case.set(author=author)
        refusals = failing(case)
        refusals[0].refused(1)
        refusals[1].refused(78, "rung.toml: migration.author: error: ")
        equal([side.files() for side in case.sides()], [{}, {}], "files")


@differs("10 a field that is not known is told without a place", docs="an unknown field, or an unbalanced brace")
def _(case: Case) -> None:
    for name, part in (("header", "-- {titl}"), ("body", "{"), ("header", "-- {title")):
        case.set(templates={"sql": {name: part}})
        refusals = failing(case)
        refusals[0].refused(1, "SQL template")
        refusals[1].refused(78, f"rung.toml: migration.templates.sql.{name}: error: ")
        equal([side.files() for side in case.sides()], [{}, {}], "files")


@differs("10 fields take formats and attributes", docs="`{title.__class__}`")
def _(case: Case) -> None:
    case.set(templates={"sql": {"header": "-- {title.__class__} {version:>20}"}})
    refusals = failing(case)
    refusals[0].done()
    refusals[1].refused(78, "has a format")


@differs("10 a message can break the file", docs="a line end in a message")
def _(case: Case) -> None:
    expected, made = both(case, "line one\nline two")
    holds("\nline two\n" in plain(expected), "SQLSpec keeps the line end")
    holds("-- Description: line one line two\n" in plain(made), f"Rung writes {plain(made)!r}")
    expected, made = both(case, 'say """', "py")
    compile(made.read_text(encoding="utf-8"), "ours", "exec")
    try:
        compile(expected.read_text(encoding="utf-8"), "theirs", "exec")
    except SyntaxError:
        return
    holds(False, "SQLSpec's file is whole")


@differs("10 a format that is not known is SQL", docs="an unknown `default_format`")
def _(case: Case) -> None:
    case.set(default_format="toml")
    case.sqlspec.call("create_migration", "x").done()
    holds([name for name in case.sqlspec.files() if name.endswith(".sql")], "SQLSpec writes SQL")
    case.rung.call("create-migration", "-m", "x").refused(78, "migration.default_format", "'sql' or 'py'")


@differs("10 two files of one second are refused", docs="two new files in the same second")
def _(case: Case) -> None:
    theirs(case, "20250101000000", "a")
    try:
        theirs(case, "20250101000000", "b")
    except Exception as error:
        holds("already exists" in str(error), str(error))
    else:
        holds(False, "SQLSpec writes a second one")
    holds(ours(case, "a").name[:14] != ours(case, "b").name[:14], "Rung gives both one version")


@differs("10 {adapter} and {project_slug}", docs="`{adapter}` is the class of the driver")
def _(case: Case) -> None:
    case.set(templates={"sql": {"header": "-- {adapter} {project_slug}"}})
    expected, made = both(case, "x")
    equal(plain(expected).splitlines()[0], "-- SqliteDriver sqlspec", "SQLSpec's")
    equal(plain(made).splitlines()[0], "-- sqlite rung", "Rung's")
