"""Names and descriptions with marks of every language: one value to the database, and visible to people."""

import json
import unicodedata
from pathlib import Path

from declare import behaviour
from stage import Stage, equal, holds, migration

# Quotes, ends and comments of SQL, holes of clients and templates, letters of several scripts, and what a terminal obeys.
MARKS = "it's \"q\"; \\ %s {x} $1 :'v' `b` -- /* é 東京 \U0001f600 \u202eright \x1b[31mred \x07 \x9b2J x\ty"
ALLOWED = "\t\n"


def is_visible(text: str) -> bool:
    """Whether nothing in a text can steer a terminal."""
    return all(mark in ALLOWED or unicodedata.category(mark) not in ("Cc", "Cf") for mark in text)


def read(said: str) -> bool:
    """Whether people read the marks, and the terminal obeys none."""
    holds(is_visible(said), f"the terminal obeys: {said!r}")
    return "東京" in said and "\\u001b[31m" in said and "\\u202e" in said


def recorded(stage: Stage) -> int:
    """How many rows have the marks, as the database compares them."""
    marks = stage.database.literal(MARKS)
    query = f"select count(*) as n from ddl_migrations where description = {marks} and applied_by = {marks}"
    # By way of a table, because a client that writes XML repeats the query in it.
    stage.database.execute(f"create table found as {query};\n")
    count = stage.database.rows("select n from found")[0][0]
    stage.database.execute("drop table found;\n")
    return int(count or 0)


@behaviour
def names_with_odd_marks_are_one_value(stage: Stage) -> None:
    stage.write(migration("0001", head=f"-- Description: {MARKS}\n", title="o'dd \"n\";\\ \x1b[31m 東京"))
    stage.variables["RUNG_AUTHOR"] = MARKS
    for said in (stage.call("status").ended(0), stage.up()):
        holds(read(said.out + said.errors), said.out + said.errors)
    equal(recorded(stage), 1, "rows")
    holds(read(stage.call("status").ended(0).out), "status")
    row = json.loads(stage.call("status", "--json").ended(0).out)["migrations"][0]
    equal((row["description"], row["applied_by"]), (MARKS, MARKS), "status --json")
    stage.down()
    dry = stage.call("upgrade", "--dry-run").ended(0)
    sent = stage.database.send(dry.out)
    equal((sent.returncode, sent.stderr.decode()), (0, ""), "the client, with the script")
    equal(recorded(stage), 1, "rows, by the client")
    holds(read(stage.down().errors + stage.call("status").out), "downgrade")


@behaviour
def an_error_with_odd_marks_is_visible(stage: Stage) -> None:
    name = "\x1b[2J\u202e東京"
    stage.write(migration("0001", f"select '{name}' from nowhere;", title=name))
    said = stage.call("upgrade").ended(1).errors
    holds(is_visible(said) and "\\u001b[2J\\u202e" in said, said)


@behaviour
def a_version_with_odd_marks_is_refused(stage: Stage) -> None:
    for number, mark in enumerate(("'", '"', ";", "\\", "\n", "\x1b", "\u202e")):
        name = f"000{number}{mark}1_x.sql"
        Path(stage.folder / "migrations" / name).write_text(
            f"-- name: migrate-000{number}{mark}1-up\ncreate table t (i int);\n")
        said = stage.call("upgrade")
        holds(said.status in (0, 65) and is_visible(said.out + said.errors), f"{name!r}: {said}")
        Path(stage.folder / "migrations" / name).unlink()
    equal(stage.database.tables(), [], "tables")
