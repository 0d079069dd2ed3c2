"""Section 8.2: what a downgrade reverts, and in which order."""

from declare import differs, equal, migration, same
from stage import Case

NO_DOWN = "a missing down block stops a downgrade half-way"


def applied(case: Case, *versions: str) -> None:
    case.write(*(migration(version) for version in versions))
    case.take("up")


@same("8.2 one step back reverts the row that was applied last")
def _(case: Case) -> None:
    applied(case, "0001", "0003")
    applied(case, "0002")
    case.take("down")
    case.applied("0001", "0003")
    case.take("down", "-1")
    case.applied("0001")


@same("8.2 base reverts everything, extensions too, the last applied first")
def _(case: Case) -> None:
    applied(case, "0001", "0002", "ext_q_0001")
    case.take("down", "base")
    case.applied()
    case.made()
    theirs, ours = case.take("down", "base")
    theirs.done("No migrations to downgrade")
    ours.done("nothing to revert")


@same("8.2 a version reverts what is greater in its own series, and stays itself")
def _(case: Case) -> None:
    applied(case, "0001", "0002", "0003", "ext_q_0001", "ext_q_0002", "ext_z_0001")
    case.take("down", "1")
    case.applied("0001", "ext_q_0001", "ext_q_0002", "ext_z_0001")
    case.take("down", "ext_q_1")
    case.applied("0001", "ext_q_0001", "ext_z_0001")
    theirs, ours = case.take("down", "0001")
    theirs.done("Nothing to downgrade")
    ours.done("nothing to revert")


@same("8.2 `downgrade 0` reverts the project, and leaves extensions")
def _(case: Case) -> None:
    applied(case, "0001", "0002", "ext_q_0001")
    case.take("down", "0")
    case.applied("ext_q_0001")


@same("8.2 the order is that of application, not of versions")
def _(case: Case) -> None:
    order = "INSERT INTO log (n) VALUES ({});"
    versions = {v: migration(v, up="SELECT 1;", down=order.format(int(v))) for v in ("0001", "0002", "0003")}
    case.write({"0000_log.sql": "-- name: migrate-0000-up\nCREATE TABLE log (id INTEGER PRIMARY KEY, n INTEGER);\n"})
    case.write(versions["0001"], versions["0003"])
    case.take("up")
    case.write(versions["0002"])
    case.take("up")
    case.take("down", "0000")
    equal(case.rung.query("SELECT n FROM log ORDER BY id"), [(2,), (3,), (1,)], "order of reverts")


@same("8.2 a downgrade stops at the first failure; what was reverted before stays so")
def _(case: Case) -> None:
    applied(case, "0001")
    case.write(migration("0002", down="DROP TABLE t_0002; SELECT * FROM missing;"), migration("0003"))
    case.take("up")
    case.take("down", "base")
    case.applied("0001", "0002")
    case.made("t_0001", "t_0002")


@differs("8.2 a failed downgrade ends with 0", docs="a failed migration exits with 0")
def _(case: Case) -> None:
    case.write(migration("0001", down="SELECT * FROM missing;"))
    case.take("up")
    case.sqlspec.cli("downgrade", "--no-prompt").refused(0, "✗ Failed")
    case.rung.down().refused(1, "missing")


@differs("8.2 a version without a file stops a downgrade half-way", docs="until a downgrade stops half-way")
def _(case: Case) -> None:
    applied(case, "0001", "0002", "0003")
    case.remove("0002_x.sql")
    theirs, ours = case.each("down", "base")
    theirs.refused(0, "Migration file not found for 0002")
    case.sqlspec.applied("0001", "0002")
    ours.refused(1, "'0002'", "has no file")
    case.rung.applied("0001", "0002", "0003")


@differs("8.2 a missing down block stops a downgrade half-way", docs=NO_DOWN)
def _(case: Case) -> None:
    applied(case, "0001", "0003")
    case.write(migration("0002", down=None))
    case.query("UPDATE ddl_migrations SET execution_sequence = 9 WHERE version_num = '0003'")
    case.take("up")
    case.query("UPDATE ddl_migrations SET execution_sequence = 2 WHERE version_num = '0002'")
    theirs, ours = case.each("down", "base")
    theirs.refused(0, "Migration 0002 does not support downgrade")
    case.sqlspec.applied("0001", "0002")
    ours.refused(1, "'0002' cannot be reverted: it has no down block")
    case.rung.applied("0001", "0002", "0003")


@differs("8.2 a dry run lists what has no down block", docs=NO_DOWN)
def _(case: Case) -> None:
    case.write(migration("0001", down=None))
    case.take("up")
    theirs, ours = case.each("down", dry_run=True)
    theirs.done("Would revert 0001: x")
    ours.refused(1, "no down block")


@differs("8.2 a renamed file stops a downgrade; Rung renames the row first", docs="only `upgrade` renames rows")
def _(case: Case) -> None:
    applied(case, "0001", "20250101000000")
    case.rename("20250101000000_x.sql", "0002_x.sql", ("migrate-20250101000000", "migrate-0002"))
    theirs, ours = case.each("down")
    theirs.refused(0, "Migration file not found for 20250101000000")
    ours.done("renamed 20250101000000 to 0002")
    case.rung.applied("0001")


@differs("8.2 `downgrade -1` is a usage error on SQLSpec's command line", docs="`downgrade -1` is a usage error")
def _(case: Case) -> None:
    applied(case, "0001", "0002")
    case.sqlspec.cli("downgrade", "--no-prompt", "-1").refused(2, "No such option")
    case.sqlspec.cli("downgrade", "--no-prompt", "--", "-1").done()
    case.sqlspec.applied("0001")
    case.rung.down("-1").done()
    case.rung.applied("0001")


@differs("8.2 more steps than one are no revision", docs="`-2`, … work as written")
def _(case: Case) -> None:
    applied(case, "0001", "0002", "0003")
    theirs, ours = case.each("down", "-2")
    theirs.refused(1, "ValueError")
    ours.done()
    case.rung.applied("0001")


@same("8.2 a downgrade to head or to no version is refused")
def _(case: Case) -> None:
    applied(case, "0001")
    for revision in ("head", "x", "", "+1"):
        case.take("down", revision)[1].refused(64)
    case.applied("0001")


@differs("8.2 a target need not exist", docs="`downgrade 0099` reverts everything greater")
def _(case: Case) -> None:
    applied(case, "0001", "0003")
    theirs, ours = case.each("down", "0002")
    theirs.done()
    case.sqlspec.applied("0001")
    ours.refused(64, "0002")
    case.rung.applied("0001", "0003")


@differs("8.2 with nothing applied any target will do", docs="if nothing is applied any text is accepted")
def _(case: Case) -> None:
    case.write(migration("0001"))
    theirs, ours = case.each("down", "nonsense")
    theirs.done("No migrations to downgrade")
    ours.refused(64, "'nonsense' is not a revision")
