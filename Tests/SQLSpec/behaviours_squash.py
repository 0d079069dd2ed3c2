"""Section 9.2: squash, which puts one file in the place of several."""

from declare import Answer, differs, equal, holds, migration, same
from stage import Case

TIME = "20250101000000"
NUMBERS = "the files of a squash are numbered consecutively from the first"


def files(case: Case, *versions: str, up: str | None = "head") -> None:
    case.write(*(migration(version) for version in versions))
    if up:
        case.take("up", up)


def squashed(case: Case, span: str, message: str = "all", **options: bool) -> tuple[Answer, Answer]:
    """Both do it; headers, checksums and remarks of the new file may differ, its SQL and its name may not."""
    theirs, ours = case.each("squash", span, message, **options)
    for answer in (theirs, ours):
        answer.done()
    texts = [{name: sql(text) for name, text in side.files().items()} for side in case.sides()]
    equal(texts[1], texts[0], "files after a squash")
    return theirs, ours


def sql(text: str) -> list[str]:
    """The names and the SQL of a file, without remarks and blank lines."""
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and (not line.startswith("--") or line.startswith("-- name:"))]


# The range


@same("9.2 a range is written FROM:TO, FROM..TO or FROM-TO, zeros in front are free, and both ends count")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003", "0004", "0005", "0006", "0007", up=None)
    for span in ("1:2", "03..0004", "5-6"):
        squashed(case, span)
    equal(list(case.rung.files()), ["0001_all.sql", "0003_all.sql", "0005_all.sql", "0007_x.sql"], "files")


@same("9.2 blanks around the ends of a range are free")
def _(case: Case) -> None:
    files(case, "0001", "0002", up=None)
    squashed(case, " 1 : 2 ")


@same("9.2 an extension's files are squashed alone")
def _(case: Case) -> None:
    files(case, "0001", "0002", "ext_my_q_0001", "ext_my_q_0002", up=None)
    squashed(case, "ext_my_q_1:ext_my_q_2")
    equal(list(case.rung.files()), ["0001_x.sql", "0002_x.sql", "ext_my_q_0001_all.sql"], "files")
    for side in case.sides():
        text = side.files()["ext_my_q_0001_all.sql"]
        holds("-- Version: ext_my_q_0001\n" in text, f"another version in the file: {text!r}")


@differs("9.2 one file alone is squashed too", docs="a file that stays alone")
def _(case: Case) -> None:
    files(case, "0001", "0002")
    theirs, ours = case.each("squash", "2:2")
    theirs.done()
    equal(list(case.sqlspec.files()), ["0001_x.sql", "0002_all.sql"], "SQLSpec's files")
    ours.done("nothing to squash")
    equal(list(case.rung.files()), ["0001_x.sql", "0002_x.sql"], "Rung's files")
    case.applied("0001", "0002")


@same("9.2 one file squashed again under its name stays as it is")
def _(case: Case) -> None:
    files(case, "0001", "0002")
    squashed(case, "1:2")
    before = [side.files() for side in case.sides()]
    squashed(case, "1:1")
    equal([side.files() for side in case.sides()], before, "files")
    equal(case.rung.status(), {"0001": "applied"}, "states")


@same("9.2 refused: no range, times, two series, a wrong order, ends without a file")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003", TIME, "ext_q_0001", up=None)
    for span in ("1", "", "x:2", f"1:{TIME}", "1:ext_q_0001", "ext_q_0001:2", "2:1", "0:2", "1:9", ":2", "1:", "1:2:3"):
        case.take("squash", span)[1].refused(64)


@same("9.2 a gap in the range is refused, unless it is allowed")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0004")
    case.take("squash", "1:4")[1].refused(64, "--allow-gaps")
    squashed(case, "1:4", allow_gaps=True)
    equal(list(case.rung.files()), ["0001_all.sql"], "files")
    case.applied("0001")


@differs("9.2 after a squash its own numbers are a gap", docs="the numbers that a squash removed")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003")
    squashed(case, "1:2")
    theirs, ours = case.each("squash", "1:3", "more")
    theirs.refused(1, "Gap detected")
    ours.done()
    case.rung.applied("0001")


@same("9.2 a second squash of the same range is refused")
def _(case: Case) -> None:
    files(case, "0001", "0002")
    squashed(case, "1:2")
    for answer in case.each("squash", "1:2"):
        holds(answer.failed, f"{answer.command} is done twice")


# The files


@same("9.2 the ups in order, the downs in reverse, in a file named after the message; the others go")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003")
    squashed(case, "2:3", "Orders & (their) lines")
    equal(list(case.rung.files()), ["0001_x.sql", "0002_orders_their_lines.sql"], "files")
    text = case.rung.files()["0002_orders_their_lines.sql"]
    expected = ("TABLE t_0002 (", "TABLE t_0003 (", "DROP TABLE t_0003", "DROP TABLE t_0002")
    order = [text.index(words) for words in expected]
    equal(order, sorted(order), "order")
    holds("-- Description: Orders & (their) lines\n" in text, "the message is no description")
    holds("-- Squashed from: 0002, 0003\n" in text, "the sources are not named")
    for answer in (*case.each("up"), *case.each("down", "base")):
        answer.done()
    case.made()


@same("9.2 a message without letters gives the name `migration`")
def _(case: Case) -> None:
    files(case, "0001", "0002", up=None)
    squashed(case, "1:2", "!?")
    equal(list(case.rung.files()), ["0001_migration.sql"], "files")


@differs("9.2 a long message is cut at 50, and may end in `_`", docs="may end in `_` where it was cut")
def _(case: Case) -> None:
    files(case, "0001", "0002", up=None)
    case.each("squash", "1:2", "word " * 20)
    equal(list(case.sqlspec.files()), ["0001_" + "word_" * 10 + ".sql"], "SQLSpec's files")
    equal(list(case.rung.files()), ["0001_" + "word_" * 9 + "word.sql"], "Rung's files")


@same("9.2 without a down block in any source there is none in the new file")
def _(case: Case) -> None:
    case.write(migration("0001", down=None), migration("0002", down=None))
    squashed(case, "1:2")
    holds("-down" not in case.rung.files()["0001_all.sql"], "there is one")


@differs("9.2 the way back holds what some sources have", docs="if one source has no down block")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", down=None))
    case.each("squash", "1:2")
    theirs, ours = (side.files()["0001_all.sql"] for side in case.sides())
    holds("-down\nDROP TABLE t_0001;" in theirs, f"SQLSpec's file: {theirs!r}")
    holds("-down" not in ours, f"Rung's file: {ours!r}")


@differs("9.2 statements without a semicolon run together", docs="no semicolon is put between")
def _(case: Case) -> None:
    case.write(migration("0001", up="CREATE TABLE a (id INTEGER)"), migration("0002", up="CREATE TABLE b (id INTEGER)"))
    case.each("squash", "1:2")
    theirs, ours = case.each("up")
    theirs.refused(0, "syntax error")
    ours.done()
    case.rung.made("a", "b")


@same("9.2 files with other directives stay apart, in runs of the same ones")
def _(case: Case) -> None:
    files(case, "0001", "0002", up=None)
    case.write(migration("0003", head="-- transactional: false\n"), migration("0004"), migration("0005"))
    case.each("squash", "1:5")
    for side in case.sides():
        texts = list(side.files().values())
        equal([text.count("CREATE TABLE") for text in texts], [2, 1, 2], "files")
        equal(["-- transactional: false" in text for text in texts], [False, True, False], "directives")


@same("9.2 so do files with another schema", server=True)
def _(case: Case) -> None:
    files(case, "0001", "0002", up=None)
    case.write(migration("0003", head="-- schema: public\n"), migration("0004", head="-- schema: public\n"))
    case.each("squash", "1:4", no_database=True)
    for side in case.sides():
        texts = list(side.files().values())
        equal([text.count("CREATE TABLE") for text in texts], [2, 2], "files")
        equal(["-- schema: public" in text for text in texts], [False, True], "directives")


@differs("9.2 such files are numbered on from the first", docs=NUMBERS)
def _(case: Case) -> None:
    files(case, "0001", "0002", up=None)
    case.write(migration("0003", head="-- transactional: false\n"), migration("0004"), migration("0005"))
    case.each("squash", "1:5")
    equal(list(case.sqlspec.files()), ["0001_all.sql", "0002_all.sql", "0003_all.sql"], "SQLSpec's files")
    equal(list(case.rung.files()), ["0001_all.sql", "0003_x.sql", "0004_all.sql"], "Rung's files")


@same("9.2 other blocks and headers of the sources are not taken over")
def _(case: Case) -> None:
    case.write(migration("0001", head="-- Author: Ada\n-- name: helper\nSELECT 1;\n"), migration("0002"))
    squashed(case, "1:2")
    for side in case.sides():
        text = side.files()["0001_all.sql"]
        holds("Ada" not in text and "helper" not in text, f"they are there: {text!r}")


@differs("9.2 comments before the first statement are lost", docs="comments at the start of a block")
def _(case: Case) -> None:
    case.write(migration("0001", up="-- why\nCREATE TABLE a (id INTEGER);"), migration("0002"))
    case.each("squash", "1:2")
    equal(["-- why" in side.files()["0001_all.sql"] for side in case.sides()], [False, True], "whether they are kept")


@differs("9.2 Python files take part, and become one", docs="Python files take part in a squash")
def _(case: Case) -> None:
    files(case, "0001", "0003", up=None)
    case.write({"0002_b.py": 'def up():\n    return "CREATE TABLE b (id INTEGER)"\n'})
    case.rung.squash("1:3").refused(64, "'0002'")
    case.sqlspec.squash("1:3", output_format="py").done()
    equal(list(case.sqlspec.files()), ["0001_all.py"], "SQLSpec's files")


@same("9.2 a dry run changes nothing")
def _(case: Case) -> None:
    files(case, "0001", "0002")
    for answer in case.take("squash", "1:2", dry_run=True):
        answer.done("0001_x.sql", "0002_x.sql")
    case.applied("0001", "0002")


@same("9.2 nothing is left behind but the files")
def _(case: Case) -> None:
    files(case, "0001", "0002")
    squashed(case, "1:2")
    for side in case.sides():
        equal([path.name for path in side.migrations.iterdir()], ["0001_all.sql"], "entries of the folder")


@differs("9.2 it asks, and takes y alone for a yes", docs="`fix` and `squash` ask")
def _(case: Case) -> None:
    files(case, "0001", "0002")
    case.sqlspec.cli("squash", "1:2", "-m", "all", answer="yes\n").says("cancelled")
    case.rung.call("squash", "1:2", "-m", "all").refused(64, "--yes")
    case.alike()
