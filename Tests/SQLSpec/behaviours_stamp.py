"""Section 8.7: a stamp, which records without running."""

from declare import differs, equal, migration, same
from stage import Case

ROWS = "`stamp` deletes every row, those of extensions too"
AGED = "UPDATE ddl_migrations SET applied_at = '2020-01-01 00:00:00', applied_by = 'ada', execution_sequence = 7"


def three(case: Case) -> None:
    case.write(migration("0001"), migration("0002"), migration("0003"))


@same("8.7 a stamp records every file up to the version, and runs none")
def _(case: Case) -> None:
    three(case)
    case.take("stamp", "0002")
    case.applied("0001", "0002")
    case.made()
    equal(case.rung.rows("execution_sequence"), [1, 2], "sequence")
    case.take("stamp", "3")
    case.applied("0001", "0002", "0003")
    case.take("stamp", "00001")
    case.applied("0001")


@same("8.7 stamped rows have description and checksum of their files, and took no time")
def _(case: Case) -> None:
    case.write(migration("0001", head="-- Description: Create users\n"))
    case.take("stamp", "1")
    for side in case.sides():
        equal(side.rows("description"), ["Create users"], "description")
        equal(side.rows("execution_time_ms"), [0], "time")


@same("8.7 `stamp base` removes all rows, those of extensions too")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("ext_q_0001"))
    case.take("up")
    case.take("stamp", "base")
    case.applied()
    case.made("t_0001", "t_ext_q_0001")


@same("8.7 a stamp of an extension's version records that extension up to it")
def _(case: Case) -> None:
    case.write(*(migration(version) for version in ("0001", "ext_q_0001", "ext_q_0002", "ext_z_0001")))
    case.take("stamp", "ext_q_2")
    case.applied("ext_q_0001", "ext_q_0002")


@same("8.7 a stamp that is true already changes no version")
def _(case: Case) -> None:
    three(case)
    case.take("up", "2")
    case.take("stamp", "2")
    case.applied("0001", "0002")


@differs("8.7 an empty description is recorded as `Stamped to`", docs="`Stamped to 0001`")
def _(case: Case) -> None:
    case.write(migration("0001", file="0001.sql"))
    case.each("stamp", "1")
    equal([side.rows("description") for side in case.sides()], [["Stamped to 0001"], [""]], "descriptions")


@differs("8.7 an unknown version ends with 0", docs="so do an unknown revision to stamp")
def _(case: Case) -> None:
    three(case)
    case.take("stamp", "1")
    case.sqlspec.cli("stamp", "9").refused(0, "Unknown revision: 9")
    case.rung.stamp("9").refused(64, "no migration has the version '0009'")
    case.rung.stamp("x").refused(64)
    case.applied("0001")


@differs("8.7 head is unknown to a stamp", docs="`stamp head` is unknown")
def _(case: Case) -> None:
    three(case)
    theirs, ours = case.each("stamp", "head")
    theirs.refused(0, "Unknown revision: head")
    case.sqlspec.applied()
    ours.done()
    case.rung.applied("0001", "0002", "0003")


@differs("8.7 rows of other series are removed", docs=ROWS)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"), migration("ext_q_0001"))
    case.take("up")
    case.each("stamp", "1")
    case.sqlspec.applied("0001")
    case.rung.applied("0001", "ext_q_0001")


@differs("8.7 rows that stay true lose when, by whom and in which order they were applied", docs=ROWS)
def _(case: Case) -> None:
    three(case)
    case.take("up", "1")
    case.query(AGED)
    case.each("stamp", "2")
    case.applied("0001", "0002")
    ages = [side.rows("applied_at", "applied_by", "execution_sequence")[0] for side in case.sides()]
    equal(ages[1], {"applied_at": "2020-01-01 00:00:00", "applied_by": "ada", "execution_sequence": 7}, "Rung's row")
    equal([key for key in ages[1] if ages[0][key] == ages[1][key]], [], "what SQLSpec keeps")


@differs("8.7 a broken file leaves a stamp half done", docs=ROWS)
def _(case: Case) -> None:
    three(case)
    case.take("up")
    case.write({"0002_x.sql": "SELECT 1;\n"})
    theirs, ours = case.each("stamp", "3")
    theirs.refused(1)
    case.sqlspec.applied("0001")
    ours.refused(65, "0002_x.sql")
    case.rung.applied("0001", "0002", "0003")
