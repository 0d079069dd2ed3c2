"""What people see on a terminal, and that nothing else gets any of it."""

import re

from declare import IN_PROCESS, behaviour
from stage import Stage, equal, holds, migration
from terminal import INTERRUPTED

TIME = re.compile(r"\b\d+ ms\b")
HEAD = "-- transactional: false\n"
ESCAPE = "\x1b"


def masked(lines: list[str]) -> list[str]:
    return [TIME.sub("N ms", line) for line in lines]


@behaviour
def a_long_statement_has_a_clock(stage: Stage) -> None:
    # A quick machine may need half of that.
    slow = stage.database.slow(6)
    stage.write(migration("0001"), migration("0002", slow, ";", title="slow"), migration("0003"))
    run = stage.on_terminal("upgrade", columns=200)
    run.until(r"2/3  0002: slow … 1 s").until(r"2/3  0002: slow … 2 s").ended(0)
    end = run.text.splitlines()[-1].rsplit("applied", 1)[-1]
    equal(masked(run.shown), [
        "0001: x … N ms", "0002: slow … N ms", "0003: x … N ms", f"applied{TIME.sub('N ms', end)}"], "the screen")
    # A file gets none of it, even if the other stream is a terminal's.
    stage.down("base")
    answer = stage.up()
    equal(masked(answer.errors.splitlines())[:3], ["0001: x … N ms", "0002: slow … N ms", "0003: x … N ms"], "the pipe")
    holds(ESCAPE not in answer.errors + answer.out and "\r" not in answer.errors, f"sequences: {answer.errors!r}")


@behaviour
def statements_of_a_file_are_counted(stage: Stage) -> None:
    create = "create table a (i integer);"
    statements = [create, "insert into a values (1);", stage.database.slow(4), "insert into a values (2);"]
    stage.write(migration("0001", "\n".join(statements), head=HEAD))
    # A client reports a statement when the next one is not begun yet.
    stage.on_terminal("upgrade").until(r"0001: x … \d s, statement 3/4").ended(0)
    equal(stage.column("a", "i"), ["1", "2"], "rows")


@behaviour
def ctrl_c_takes_the_clock_away(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002", f"insert into t_0001 values (1);\n{stage.database.slow(30)}"))
    run = stage.on_terminal("upgrade").until(r"2/2  0002: x … [23] s")
    run.type("\x03")
    run.ended(INTERRUPTED, 130)
    lines = run.shown
    equal(masked(lines[:1]), ["0001: x … N ms"], "the screen")
    holds(not any("2/2" in line or " s" in line[-3:] or "^C" in line for line in lines), f"the clock is left: {lines}")
    if stage.kind.kind in IN_PROCESS:
        holds(any("stopped by Ctrl-C" in line for line in lines), f"it does not say why it ends: {lines}")
        holds(lines[1].startswith("migrations/0002_x.sql:"), f"the error is not in a line of its own: {lines}")
    else:
        equal(len(lines), 1, f"lines: {lines}")


@behaviour
def an_error_takes_the_clock_away(stage: Stage) -> None:
    stage.write(migration("0001", f"{stage.database.slow(4)}\ninsert into nowhere values (1);"))
    run = stage.on_terminal("upgrade").until(r"0001: x … 1 s").ended(1)
    holds(run.shown[0].startswith("migrations/0001_x.sql:"), f"the first line: {run.shown}")
    holds(f"{ESCAPE}[1;31merror:{ESCAPE}[0m" in run.text, f"no colour: {run.text!r}")


@behaviour
def status_is_readable_on_a_narrow_terminal(stage: Stage) -> None:
    stage.settings["include_extensions"] = ["litestar"]
    words = "a description that goes on and on because somebody likes to write much more than others like to read"
    stage.write(
        migration("0001", title="first"), migration("0002", head=f"-- Description: {words}\n"),
        migration("0004", title="very_long_name_" * 6), migration("0005", title="gone"))
    stage.up()
    piped = stage.call("status").ended(0).out
    (stage.folder / "migrations" / "0005_gone.sql").unlink()
    stage.write(
        migration("0001", "create table t_0001 (id integer, n integer);", title="first"),
        migration("0003", title="late"), {"0006_draft.sql": "-- name: migrate-0006-up\n"})
    for columns in (80, 60, 200):
        run = stage.on_terminal("status", columns=columns).ended(0)
        # What the program itself breaks is what is shown: nothing is left to the terminal.
        lines = re.sub(r"\x1b\[[0-9;]*m", "", run.text).split("\r\n")[4:]
        holds(max(map(len, lines)) <= columns, f"wider than {columns}: {lines}")
        text = " ".join(" ".join(lines).split())
        holds(re.match(r"STATE VERSION DESCRIPTION APPLIED \(\S+\), BY", text), f"heads: {lines}")
        for said in (
            "'0001' was changed after it was applied, and its new text will not run", "'rung reconcile 0001 0001'",
            "'0005' is applied, but has no file", "'0003' is out of order: it is older than '0004' and '0005'",
            "'0006' is a draft", "write SQL under its up block", "ext_litestar_0001",
        ):
            holds(said in text, f"{columns} columns do not say {said!r}: {text}")
        for word in words.split():
            holds(word in text, f"{word!r} is lost")
        painted = dict(re.findall(r"(?m)^\x1b\[([0-9;]+)m(\w+)\x1b\[0m", run.text)[1:])
        equal({painted[key] for key in painted}, {"applied", "changed", "missing", "pending"}, "colours of states")
        equal(len(painted), 4, "colours, one a state")
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = stage.on_terminal("status", **variables).ended(0).text
        holds(ESCAPE not in plain and "STATE" in plain, f"{variables}: {plain!r}")
    holds(ESCAPE in stage.on_terminal("status", NO_COLOR="").ended(0).text, "an empty NO_COLOR counts")
    # Programs get what they always got: a row a line, and no heads.
    holds(words in piped and "STATE" not in piped and ESCAPE not in piped, f"the pipe: {piped!r}")


@behaviour
def a_terminal_without_sequences_has_no_clock(stage: Stage) -> None:
    stage.write(migration("0001", f"create table t_0001 (id integer);\n{stage.database.slow(4)}"))
    run = stage.on_terminal("upgrade", TERM="dumb").ended(0)
    equal(masked(run.shown)[0], "0001: x … N ms", "the screen")
    holds(ESCAPE not in run.text and "1 s" not in run.text, f"the terminal got {run.text!r}")
    stage.down("base")
    run = stage.on_terminal("upgrade", NO_COLOR="1").until("0001: x … 1 s").ended(0)
    holds(f"{ESCAPE}[K" in run.text and not re.search(r"\x1b\[[0-9;]*m", run.text), f"colours: {run.text!r}")
    stage.down("base")
    for words in (("--quiet",), ("--log", "json"), ("--json",)):
        text = stage.on_terminal("upgrade", *words).ended(0).text
        holds("1 s" not in text and ESCAPE not in text, f"{words}: {text!r}")
        stage.down("base")


@behaviour
def a_question_that_is_denied_changes_nothing(stage: Stage) -> None:
    stage.write(migration("20250102000000", title="a"))
    stage.up()
    files = stage.files()
    for words, key in ((("fix",), "n\n"), (("fix",), "\n"), (("db", "drop"), "n\n")):
        run = stage.on_terminal(*words).until(r"\[y/N\]")
        run.type(key)
        equal(run.ended(1).shown[-1], "nothing was changed", f"what {words} says")
    equal(stage.files(), files, "files")
    stage.applied("20250102000000")


@behaviour
def the_graph_shows_the_order(stage: Stage) -> None:
    stage.settings["include_extensions"] = ["litestar"]
    stage.write(migration("0001"), migration("0002"), migration("0004", title="four"))
    stage.up()
    stage.write(
        migration("0003", title="late"), migration("0005", head="-- after: ext_litestar_0001\n"),
        {"0006_draft.sql": "-- name: migrate-0006-up\n"})
    for name in ("0001_x.sql", "0002_x.sql"):
        (stage.folder / "migrations" / name).unlink()
    squashed = "-- name: migrate-0002-up\ncreate table t_0001 (id integer);\ncreate table t_0002 (id integer);\n"
    stage.write({"0002_both.sql": f"-- replaces: 0001, 0002\n{squashed}"})
    drawing = stage.call("status", "--graph").ended(0).out
    found = stage.on_terminal("status", "--graph", columns=120).ended(0)
    equal("\n".join(found.shown), drawing.rstrip("\n"), "what a terminal shows")
    lines = [" ".join(line.split()) for line in drawing.splitlines()]
    equal(lines[:2], ["project", "| litestar"], "heads")
    for line in (
        "* | 0004 four", "o 0003 late pending (out of order, older than 0004)",
        "o 0005 x pending (after ext_litestar_0001)", "o 0006 draft pending (draft)",
    ):
        holds(any(line.replace("| ", "") == shown.replace("| ", "") for shown in lines), f"{line!r} is not in\n{drawing}")
    holds(re.search(r"\* +0002 .*replaces 0001, 0002", drawing), f"the squashed file is not in\n{drawing}")
    holds(re.search(r"\* +ext_litestar_0001", drawing), f"the extension is not in\n{drawing}")
    stage.call("status", "--graph", "--json").ended(64)
