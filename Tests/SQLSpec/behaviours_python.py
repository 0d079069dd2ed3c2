"""Section 10: migrations in Python that each tool generates, applied and reverted by the other on one database."""

from pathlib import Path

from behaviours_templates import ours, theirs
from databases import SQLite
from declare import equal, holds, same
from stage import Case


def together(case: Case) -> None:
    """Both in one folder, and on one database."""
    case.rung.folder, case.rung.database = case.sqlspec.folder, case.sqlspec.database
    database = case.sqlspec.database
    case.rung.url = f"sqlite:{database.file}" if isinstance(database, SQLite) else database.url


def turns(case: Case, version: str, table: str) -> None:
    """Either tool applies what is pending, the other one reads it and reverts it; then the other way round."""
    written = []
    for first, second in ((case.rung, case.sqlspec), (case.sqlspec, case.rung)):
        first.up().done()
        first.made(table)
        first.applied(version)
        written.append(first.rows())
        equal([side.current() for side in case.sides()], [version, version], "the revision that each sees")
        equal(case.rung.status(), {version: "applied"}, "what Rung reads")
        case.sqlspec.up().done("Already at latest version")
        case.rung.up().done("nothing to apply")
        equal(first.rows(), written[-1], "the rows after both looked")
        second.down().done()
        second.made()
        second.applied()
    equal(written[0], written[1], "what Rung writes, and what SQLSpec does")


def each_reverts_its_own(case: Case, table: str) -> None:
    for side in case.sides():
        side.up().done()
        side.made(table)
        side.down().done()
        side.made()
        side.applied()


def unedited(case: Case) -> None:
    together(case)
    path = theirs(case, "20250101000000", "Make: a 'thing'", "py")
    made = path.read_bytes()
    turns(case, "20250101000000", "example")
    each_reverts_its_own(case, "example")
    equal(path.read_bytes(), made, "the file")
    equal(sorted(case.sqlspec.files()), [path.name], "files")


def filled_in(case: Case) -> None:
    together(case)
    path = ours(case, 'Make: a \\ "thing"', "py")
    fill(
        path,
        {
            "up": """return ["CREATE TABLE ours (id INTEGER, name TEXT)", "INSERT INTO ours VALUES (1, 'é')"]""",
            "down": """return "DROP TABLE ours;\"""",
        },
    )
    turns(case, path.name[:14], "ours")
    each_reverts_its_own(case, "ours")
    case.sqlspec.up().done()
    equal(case.sqlspec.query("SELECT id, name FROM ours"), [(1, "é")], "what SQLSpec inserted")
    equal(case.rung.rows("description"), ['Make: a \\ "thing"'], "descriptions")


def fill(path: Path, bodies: dict[str, str]) -> None:
    """Put bodies in the place of the exceptions that the functions of a new file raise."""
    before, *functions = path.read_text(encoding="utf-8").split("\ndef ")
    equal([function.partition("(")[0] for function in functions], list(bodies), "functions of a new file")
    texts = [before]
    for function, body in zip(functions, bodies.values(), strict=True):
        head, raised, _ = function.partition("raise NotImplementedError(")
        holds(raised, f"a new file raises nothing: {function}")
        texts.append(f"{head}{body}\n")
    path.write_text("\ndef ".join(texts), encoding="utf-8")


for server in (False, True):
    where = f"applied and reverted by both, on one {'PostgreSQL' if server else 'SQLite'}"
    same(f"10 a file in Python that SQLSpec generates is {where}", server)(unedited)
    same(f"10 a file in Python that Rung generates is {where}", server)(filled_in)
