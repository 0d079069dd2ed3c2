"""Sections 8.1 and 8.3: what an upgrade applies, up to which version, and what it makes of late files."""

from pathlib import Path

from declare import differs, equal, holds, migration, same
from stage import Case

BROKEN = {"0003_c.sql": "-- name: something\nSELECT 1;\n"}
DRY = "a dry run creates the tracking table and the SQLite file, and lists names"
LATE = "out-of-order migrations of extensions are never reported"


def three(case: Case) -> None:
    case.write(migration("0001"), migration("0002"), migration("0003"))


# 8.1 What is applied


@same("8.1 an upgrade applies what is pending, in order, and a second one finds nothing")
def _(case: Case) -> None:
    three(case)
    case.take("up")
    case.applied("0001", "0002", "0003")
    equal(case.rung.rows("execution_sequence"), [1, 2, 3], "sequence")
    theirs, ours = case.take("up")
    theirs.done("Already at latest version")
    ours.done("nothing to apply")


@same("8.1 what is applied is known by its number, however it is written")
def _(case: Case) -> None:
    case.write(migration("0001"))
    case.take("up")
    case.query("UPDATE ddl_migrations SET version_num = '1', checksum = 'unknown'")
    case.take("up")
    case.applied("1")


@same("8.1 a schema is refused where the database has none, before anything is done")
def _(case: Case) -> None:
    case.write(migration("0001"))
    case.set(default_schema="app")
    case.take("up")
    case.made()
    holds(not case.sqlspec.tracked() and not case.rung.tracked(), "a tracking table was made")


@same("8.1 a schema that is not there is refused before anything is done", server=True)
def _(case: Case) -> None:
    case.write(migration("0001"))
    case.set(default_schema="nowhere")
    case.take("up")
    case.made()
    holds(not case.sqlspec.tracked() and not case.rung.tracked(), "a tracking table was made")


@differs("8.1 every command of SQLSpec makes the tracking table", docs="every command creates the tracking table")
def _(case: Case) -> None:
    case.write(migration("0001"))
    equal(case.sqlspec.current(), "No migrations applied yet", "SQLSpec's revision")
    holds(case.sqlspec.tracked(), "SQLSpec makes no tracking table")
    equal(case.rung.current(), "base", "Rung's revision")
    case.rung.down("base").done()
    holds(not case.rung.tracked(), "Rung makes a tracking table")
    case.rung.up().done()
    holds(case.rung.tracked(), "Rung makes none when it writes")


@differs("8.1 a dry run of SQLSpec makes the table and shows no SQL", docs=DRY)
def _(case: Case) -> None:
    case.write(migration("0001"))
    theirs, ours = case.each("up", dry_run=True)
    theirs.done("Would apply 0001: x", "Migration file:", "No changes were made").silent_on("CREATE TABLE")
    holds(case.sqlspec.tracked(), "SQLSpec makes no tracking table")
    ours.done("CREATE TABLE t_0001")
    holds(not Path(case.rung.folder, "app.db").exists(), "Rung makes a file")


@same("8.1 an upgrade stops at the first failure; what came before stays, and the next one goes on")
def _(case: Case) -> None:
    three(case)
    case.write(migration("0002", up="CREATE TABLE t_0002 (id INTEGER); SELECT * FROM missing;"))
    case.take("up")
    case.applied("0001")
    case.made("t_0001")
    case.write(migration("0002"))
    case.take("up")
    case.applied("0001", "0002", "0003")


@differs("8.1 a failed upgrade ends with 0", docs="a failed migration exits with 0")
def _(case: Case) -> None:
    case.write(migration("0001", up="SELECT * FROM missing;"))
    case.sqlspec.cli("upgrade", "--no-prompt").refused(0, "✗ Failed")
    case.rung.up().refused(1, "no such table: missing")


@differs("8.1 a failure is told by the database's words alone", docs="an error is only the database's text")
def _(case: Case) -> None:
    case.write(migration("0001", up="CREATE TABLE a (id INTEGER);\nSELECT * FROM missing;"))
    theirs, ours = case.each("up")
    theirs.refused(0, "no such table: missing").silent_on("0001_x.sql", "SELECT * FROM missing")
    ours.refused(1, "migrations/0001_x.sql:3:", "SELECT * FROM missing;", "no such table: missing")


@differs(
    "8.1 a file that cannot be read stops SQLSpec half-way",
    docs="a file with an error is found only when its turn comes",
)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"), BROKEN)
    theirs, ours = case.each("up")
    theirs.refused(1)
    case.sqlspec.applied("0001", "0002")
    ours.refused(65, "0003_c.sql")
    case.rung.applied()


@same("8.1 a migration without a description is applied, with an empty one")
def _(case: Case) -> None:
    case.write(migration("0001", file="0001.sql"))
    case.take("up")
    equal(case.rung.rows("description"), [""], "description")


# 8.1 Targets


@same("8.1 a target takes in itself and what is smaller, and zeros in front are free")
def _(case: Case) -> None:
    three(case)
    case.take("up", "2")
    case.applied("0001", "0002")
    theirs, ours = case.take("up", "1")  # behind us: nothing to do
    theirs.done("Already at latest version")
    ours.done("nothing to apply")
    case.take("up", "head")
    case.applied("0001", "0002", "0003")


@same("8.1 a target of the project leaves extensions alone, and one of an extension all else")
def _(case: Case) -> None:
    case.write(*(migration(v) for v in ("0001", "0002", "ext_my_q_0001", "ext_my_q_0002", "ext_z_0001")))
    case.take("up", "1")
    case.applied("0001")
    case.take("up", "ext_my_q_1")
    case.applied("0001", "ext_my_q_0001")
    case.take("up", "0002")
    case.applied("0001", "ext_my_q_0001", "0002")
    case.take("up")
    case.applied("0001", "ext_my_q_0001", "0002", "ext_my_q_0002", "ext_z_0001")


@same("8.1 a time as a target takes in all numbers, and a number no time")
def _(case: Case) -> None:
    case.write(*(migration(v) for v in ("0001", "9999", "20250101000000", "20260101000000")))
    case.take("up", "9999")
    case.applied("0001", "9999")
    case.take("down", "base")
    case.take("up", "20250101000000")
    case.applied("0001", "9999", "20250101000000")


@differs("8.1 a target need not exist", docs="`upgrade 0099` without such a version")
def _(case: Case) -> None:
    three(case)
    theirs, ours = case.each("up", "0099")
    theirs.done()
    case.sqlspec.applied("0001", "0002", "0003")
    ours.refused(64, "0099")
    case.rung.applied()


@differs(
    "8.1 an unknown target that is behind us is at the latest version",
    docs="`upgrade 0099` without such a version",
)
def _(case: Case) -> None:
    three(case)
    case.remove("0002_x.sql")
    case.take("up", "3")
    theirs, ours = case.each("up", "0002")
    theirs.done("Already at latest version")
    ours.refused(64, "0002")


@differs("8.1 head is written in small letters alone", docs="`HEAD` is not a revision")
def _(case: Case) -> None:
    three(case)
    theirs, ours = case.each("up", "HEAD")
    theirs.refused(1, "ValueError")
    ours.done()
    case.rung.applied("0001", "0002", "0003")


@differs("8.1 there are no steps forward", docs="`upgrade +1`, `+2`")
def _(case: Case) -> None:
    three(case)
    theirs, ours = case.each("up", "+2")
    theirs.refused(1, "ValueError")
    ours.done()
    case.rung.applied("0001", "0002")


@same("8.1 an upgrade to base is refused")
def _(case: Case) -> None:
    three(case)
    case.take("up", "base")[1].refused(64)
    case.applied()


# 8.3 Out of order


@same("8.3 a late file is told with all that was applied before it, then applied; the sequence is the true order")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0003"), migration("0005"))
    case.take("up")
    case.write(migration("0002"))
    for dry_run in (True, False):
        theirs, ours = case.take("up", dry_run=dry_run) if dry_run else case.take("up")
        theirs.done("- 0002 created before:\n  - 0003\n  - 0005\n")
        ours.done("'0002' is out of order: it is older than '0003' and '0005'")
    case.applied("0001", "0003", "0005", "0002")


@same("8.3 a new number is late once a time was applied; a file behind all others is not")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("20250101000000"))
    case.take("up")
    case.write(migration("0002"), migration("20260101000000"))
    theirs, ours = case.take("up")
    theirs.says("- 0002 created before:\n  - 20250101000000").silent_on("20260101000000 created before")
    ours.says("'0002' is out of order: it is older than '20250101000000'").silent_on("'20260101000000' is out of order")


@same("8.3 with strict_ordering late files are refused, in a dry run too, unless they are let pass")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0003"))
    case.set(strict_ordering=True)
    case.take("up")
    case.write(migration("0002"))
    case.take("up", dry_run=True)[1].refused(1, "'0002' is out of order: it is older than '0003'")
    case.take("up")[1].refused(1)
    case.applied("0001", "0003")
    case.take("up", allow_missing=True)
    case.applied("0001", "0003", "0002")


@differs(
    "8.3 SQLSpec advises --allow-missing, which its command line lacks",
    docs="`--allow-missing` is recommended, but does not exist",
)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0003"))
    case.set(strict_ordering=True)
    case.take("up")
    case.write(migration("0002"))
    case.sqlspec.up().says("Use --allow-missing")
    case.sqlspec.cli("upgrade", "--no-prompt", "--allow-missing").refused(2, "No such option")
    case.rung.up(allow_missing=True).done()


@differs("8.3 late files of extensions are applied without a word, strict or not", docs=LATE)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("ext_q_0002"))
    case.set(strict_ordering=True)
    case.take("up")
    case.write(migration("ext_q_0001"))
    theirs, ours = case.each("up")
    theirs.done().silent_on("created before")
    case.sqlspec.applied("0001", "ext_q_0002", "ext_q_0001")
    ours.refused(1, "'ext_q_0001' is out of order: it is older than 'ext_q_0002'")
    case.rung.applied("0001", "ext_q_0002")
