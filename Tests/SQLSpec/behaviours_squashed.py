"""Section 9.2: what a squash does to the rows of this database, and of others."""

from behaviours_squash import files, squashed
from declare import differs, equal, same
from stage import Case

FOLLOWS = "a squash gives the row a new sequence"
OTHERS = "other databases never learn of a squash"


@same("9.2 where all sources are applied one row takes their place, and `replaces` names them")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003")
    squashed(case, "2:3")
    for side in case.sides():
        found = {row["version_num"]: (row["description"], row["replaces"]) for row in side.rows()}
        equal(found, {"0001": ("x", None), "0002": ("all", "0002,0003")}, "rows")
    case.each("up")
    case.made("t_0001", "t_0002", "t_0003")


@differs("9.2 the new row becomes the last one applied", docs=FOLLOWS)
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003", "0004")
    squashed(case, "2:3")
    case.sqlspec.applied("0001", "0004", "0002")
    case.sqlspec.down().done("Reverting 0002")
    case.rung.applied("0001", "0002", "0004")
    equal(case.rung.rows("execution_sequence"), [1, 2, 4], "sequence")
    case.rung.down().done("0004")


@same("9.2 where no source is applied no row is touched, and the new file is applied in their place")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003", up="1")
    squashed(case, "2:3")
    case.applied("0001")
    case.each("up")
    case.applied("0001", "0002")
    case.made("t_0001", "t_0002", "t_0003")


@differs("9.2 a new database records nothing of what a file replaces", docs="`replaces` is filled on new databases too")
def _(case: Case) -> None:
    files(case, "0001", "0002", up=None)
    squashed(case, "1:2")
    case.each("up")
    equal([side.rows("replaces") for side in case.sides()], [[None], ["0001,0002"]], "replaces")


@same("9.2 --no-database leaves the rows alone")
def _(case: Case) -> None:
    files(case, "0001", "0002")
    squashed(case, "1:2", no_database=True)
    case.applied("0001", "0002")


@same("9.2 where a part of the sources is applied a squash is refused, and the files stay")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003", up="2")
    case.take("squash", "1:3")
    equal(list(case.rung.files()), ["0001_x.sql", "0002_x.sql", "0003_x.sql"], "files")
    case.applied("0001", "0002")


@differs("9.2 another database that has all sources keeps their rows, and cannot go back", docs=OTHERS)
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003")
    squashed(case, "2:3", no_database=True)
    theirs, ours = case.each("up")
    theirs.done("Already at latest version")
    case.sqlspec.applied("0001", "0002", "0003")
    case.sqlspec.down("1").refused(0, "Migration file not found for 0003")
    ours.done()
    case.rung.applied("0001", "0002")
    case.rung.down("1").done()
    case.rung.made("t_0001")


@differs("9.2 another database that has a part of them never gets the rest", docs=OTHERS)
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003", "0004", up="2")
    squashed(case, "1:4", no_database=True)
    theirs, ours = case.each("up")
    theirs.done("Already at latest version")
    case.sqlspec.made("t_0001", "t_0002")
    ours.refused(1, "rung upgrade 0004")
    case.rung.applied("0001", "0002")


@same("9.2 a stamp that meets the new file records it alone")
def _(case: Case) -> None:
    files(case, "0001", "0002")
    squashed(case, "1:2", no_database=True)
    for answer in case.each("stamp", "1"):
        answer.done()
    case.applied("0001")


@differs("9.2 a file that SQLSpec squashed is known by its `Squashed from`", docs="SQLSpec's `-- Squashed from:` too")
def _(case: Case) -> None:
    files(case, "0001", "0002", "0003")
    case.sqlspec.squash("2:3", no_database=True).done()
    case.rung.remove("0002_x.sql", "0003_x.sql")
    case.rung.write(case.sqlspec.files())
    case.each("up")
    case.sqlspec.applied("0001", "0002", "0003")
    case.rung.applied("0001", "0002")
