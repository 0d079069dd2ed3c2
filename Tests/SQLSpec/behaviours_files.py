"""Section 3: which files are migrations, what their versions are, and in which order they come."""

import os

from declare import Files, differs, equal, holds, migration, same
from stage import Case

PYTHON = {"0002_b.py": 'def up():\n    return "CREATE TABLE b (id INTEGER)"\n'}
NEARLY = "a name that is almost a migration's"
TWICE = "of two files with one version one is applied, and the other forgotten or refused half-way"
DIGITS = "digits of any script are accepted in a version"


def named(**files: str) -> list[Files]:
    """Migrations by their versions, each in a file of that name; the name's dot and hyphens come as given."""
    return [migration(version, file=name) for version, name in files.items()]


# 3.1 Which files


@same("3.1 migrations are the *.sql files in the folder itself; subfolders are not searched")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", file="more/0002_b.sql"))
    case.take("up")
    case.applied("0001")


@same("3.1 hidden files are passed over")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", file=".0002_b.sql"))
    case.take("up")[1].silent_on("warning")
    case.applied("0001")


@same("3.1 files without a version, such as README.md, are passed over in silence")
def _(case: Case) -> None:
    case.write(migration("0001"), {"README.md": "-", "__init__.py": "", "0002_b.txt": "-"})
    case.take("up")[1].silent_on("warning")
    case.applied("0001")


@differs("3.1 SQL without a version, and a folder of migrations below, are passed over; Rung names them", docs=NEARLY)
def _(case: Case) -> None:
    case.write(migration("0001"), {"notes.sql": "-"}, migration("0002", file="v1/0002_x.sql"))
    theirs, ours = case.take("up")
    theirs.silent_on("notes.sql", "v1")
    ours.says("migrations/notes.sql: warning", "migrations/v1: warning")
    case.applied("0001")


@differs("3.1 a suffix in capitals is no migration; Rung says so", docs=NEARLY)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", file="0002_b.SQL"))
    theirs, ours = case.take("up")
    theirs.silent_on("0002_b")
    ours.says("0002_b.SQL: warning")
    case.applied("0001")


@same("3.1 migrations in Python are run")
def _(case: Case) -> None:
    case.write(migration("0001"), PYTHON, migration("0003"))
    for answer in case.each("up"):
        answer.done()
    case.applied("0001", "0002", "0003")


@differs("3.1 a misspelt migration is passed over without a word; Rung warns, or refuses with strict", docs=NEARLY)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", file="0002-b.sql"), migration("0003", file="v3_c.sql"))
    theirs, ours = case.take("up")
    theirs.silent_on("0002-b", "v3_c")
    ours.says("0002-b.sql: warning", "v3_c.sql: warning")
    case.applied("0001")
    case.rung.call("upgrade", strict=True).refused(65, "0002-b.sql")


@differs("3.1 without its folder SQLSpec has no migrations", docs="a missing folder of migrations")
def _(case: Case) -> None:
    for side in case.sides():
        side.migrations.rmdir()
    theirs, ours = case.each("up")
    theirs.done("No migrations found")
    ours.refused(78, "there is no folder 'migrations'")


@differs("3.1 registered extensions bring folders of their own", docs="the folder of an extension is `migrations_path`")
def _(case: Case) -> None:
    own = case.sqlspec.folder / "audit"
    own.mkdir()
    for name, text in migration("0001", up="CREATE TABLE audit (id INTEGER);").items():
        (own / name).write_text(text)
    case.write(migration("0001"))
    case.sqlspec.more = {"extension_config": {"audit": {"migrations_path": str(own)}}}
    case.sqlspec.up().done()
    case.sqlspec.applied("0001", "ext_audit_0001")
    case.sqlspec.made("audit", "t_0001")


@same("3.1 a file is read anew for each command, even where its time and size are as before")
def _(case: Case) -> None:
    case.write(migration("0001", up="CREATE TABLE a (id INTEGER);"))
    for side in case.sides():
        side.call("migrate_up" if side is case.sqlspec else "upgrade", dry_run=True)
        path = side.migrations / "0001_x.sql"
        before = path.stat()
        path.write_text(path.read_text().replace("TABLE a", "TABLE b"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    case.take("up")
    case.made("b")


# 3.2 Versions of names


@same("3.2 the version is what stands before the first underscore; shorter than four digits, it is padded")
def _(case: Case) -> None:
    case.write(*named(**{"0001": "1_a.sql", "0002": "02_b.sql", "0003": "003_c_d.sql", "0004": "0004_e.sql"}))
    case.take("up")
    case.applied("0001", "0002", "0003", "0004")


@same("3.2 longer numbers stay as they are, and eight digits are a number")
def _(case: Case) -> None:
    case.write(*named(**{"00001": "00001_x.sql", "12345": "12345_a.sql", "20251018": "20251018_a.sql"}))
    case.take("up")
    case.applied("00001", "12345", "20251018")
    for side in case.sides():
        equal(set(side.rows("version_type")), {"sequential"}, "types")


@same("3.2 underscore and title may be missing, and the suffix is what follows the last dot")
def _(case: Case) -> None:
    case.write(*named(**{"0001": "0001.sql", "0018": "0018_.sql", "0019": "0019_a.b.sql"}))
    case.take("up")
    case.applied("0001", "0018", "0019")


@same("3.2 of ext_NAME_VERSION the first part of digits alone is the version, padded too")
def _(case: Case) -> None:
    names = {
        "ext_foo_bar_0002": "ext_foo_bar_2_x.sql",
        "ext_foo_2fa_0001": "ext_foo_2fa_0001_x.sql",
        "ext_foo_0001": "ext_foo_1_0002_x.sql",
        "ext_foo_0007": "ext_foo_7.sql",
        "ext_foo_20251018": "ext_foo_20251018_x.sql",
    }
    case.write(*named(**names))
    case.take("up")
    equal(sorted(case.rung.rows("version_num")), sorted(names), "versions")


@same("3.2 names with a hyphen, a letter, a dot or nothing in front of the underscore have no version")
def _(case: Case) -> None:
    names = ["0004-dash.sql", "v1_a.sql", "1.2_a.sql", "001.5.sql", "_1_a.sql", "Ext_foo_0001_x.sql", "ext_foo_x.sql"]
    case.write(migration("0001"), *(migration("0009", file=name) for name in [*names, "ext_0001_x.sql"]))
    case.take("up")
    case.applied("0001")


@differs("3.2 full-width digits are digits to SQLSpec, and no version to Rung", docs=DIGITS)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0００２", file="００２_a.sql", up="CREATE TABLE wide (id INTEGER);"))
    theirs, ours = case.each("up")
    holds("0００２" in case.sqlspec.rows("version_num"), f"SQLSpec does not apply it: {theirs.said}")
    ours.done("００２_a.sql: warning")
    case.rung.applied("0001")


@differs("3.2 a superscript two stops SQLSpec", docs=DIGITS)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("000²", file="²_a.sql"))
    theirs, ours = case.each("up")
    theirs.refused(1)
    ours.done("²_a.sql: warning")
    case.rung.applied("0001")


# 3.3 What versions are, and their order


@same("3.3 fourteen digits are a time, and any other number of digits is a number")
def _(case: Case) -> None:
    case.write(*(migration(version) for version in ("20251018120000", "2025101812000", "202510181200000")))
    case.take("up")
    types = dict(zip(case.rung.rows("version_num"), case.rung.rows("version_type"), strict=True))
    expected = {"20251018120000": "timestamp", "2025101812000": "sequential", "202510181200000": "sequential"}
    equal(types, expected, "types")


@same("3.3 the type of an extension's version is that of its number")
def _(case: Case) -> None:
    case.write(migration("ext_q_0001"), migration("ext_q_20251018120000"))
    case.take("up")
    equal(case.rung.rows("version_type"), ["sequential", "timestamp"], "types")


@same("3.3 the project comes first, numbers before times; then extensions by name, each in the same way")
def _(case: Case) -> None:
    order = ["0002", "0010", "10000", "20251018", "20241018120000", "20251018120000"]
    order += ["ext_a_0001", "ext_a_20251018120000", "ext_b_0001", "ext_b_0002"]
    case.write(*(migration(version) for version in reversed(order)))
    case.take("up")
    case.applied(*order)


@same("3.3 versions are compared by value: 2, 0002 and 00002 are one")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"), migration("0003"))
    case.take("up", "2")
    case.applied("0001", "0002")
    case.take("up", "00003")
    case.take("down", "1")
    case.applied("0001")
    case.query("UPDATE ddl_migrations SET version_num = '00001', checksum = 'unknown'")  # applied all the same
    case.take("up", "00002")
    case.applied("00001", "0002")


@same("3.3 blanks around a version, signs and words are no version")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"))
    for revision in (" 1", "1 ", "", " ", "-1", "x", "0001_x", "1.0", "ext_x"):
        case.take("up", revision)[1].refused(64)
    case.applied()


@differs("3.3 a line feed behind a version is passed over by SQLSpec", docs="a line feed after a version")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"))
    theirs, ours = case.each("up", "0001\n")
    theirs.done()
    case.sqlspec.applied("0001")
    ours.refused(64)
    case.rung.applied()


# 3.4 Bad and doubled files


@differs("3.4 fourteen digits that are no time stop SQLSpec in every command", docs="14 digits that are not a time")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("20251399120000"), migration("20251018120000"))
    for theirs in (case.sqlspec.up(), case.sqlspec.up(dry_run=True), case.sqlspec.fix(dry_run=True)):
        theirs.refused(1)
    case.sqlspec.remove("0001_x.sql", "20251018120000_x.sql")
    case.sqlspec.up().refused(1, "ValueError")
    case.rung.up().done("20251399120000_x.sql: warning")
    case.rung.applied("0001", "20251018120000")


@differs("3.4 two SQL files of one version: one is applied, the other refused, then forgotten", docs=TWICE)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", "a"), migration("0002", "b", up="CREATE TABLE b (id INTEGER);"))
    theirs, ours = case.each("up")
    theirs.refused(1)
    case.sqlspec.applied("0001", "0002")
    case.sqlspec.made("t_0001", "t_0002")
    case.sqlspec.up().done("Already at latest version")
    ours.refused(65, "0002_a.sql", "0002_b.sql")
    case.rung.applied()


@differs("3.4 an SQL file and a Python file of one version: one is applied, the other rolled back", docs=TWICE)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"), PYTHON)
    theirs, ours = case.each("up")
    theirs.refused(0)
    case.sqlspec.applied("0001", "0002")
    case.sqlspec.up().done("Already at latest version")
    ours.refused(65, "0002_x.sql", "0002_b.py")
    case.rung.applied()


@differs("3.4 files 0002 and 00002 are both applied", docs="`0002` and `00002` are both applied")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"), migration("00002"))
    theirs, ours = case.each("up")
    theirs.done()
    equal(sorted(case.sqlspec.rows("version_num")), ["00002", "0001", "0002"], "versions")
    ours.refused(65, "0002_x.sql", "00002_x.sql")


@differs("3.4 a row that is no version stops SQLSpec in some commands", docs="a row whose `version_num` is not")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002"), migration("0003"))
    case.each("up", "0002")
    case.query("INSERT INTO ddl_migrations (version_num, execution_sequence) VALUES ('abc', 3)")
    case.sqlspec.up().refused(1, "abc")
    case.sqlspec.down("0001").refused(1, "abc")
    case.rung.up().done("'abc' is applied, but")
    case.rung.applied("0001", "0002", "abc", "0003")
