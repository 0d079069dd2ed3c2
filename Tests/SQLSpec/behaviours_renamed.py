"""Section 8.4: files that were renamed after they were applied, and how their rows follow."""

from declare import differs, equal, migration, same
from stage import Case

TIME = "20250101000000"
WORDS = "renamed {} to {}"
HASH = "any row without a file takes the first file with its checksum"


def applied(case: Case, *versions: str, **more: str) -> None:
    case.write(*(migration(version, **more) for version in versions))
    case.take("up")


def renumber(case: Case, old: str, new: str) -> None:
    """Give a file another version, in its name and in its text, as `fix` or a hand does."""
    case.rename(f"{old}_x.sql", f"{new}_x.sql", (f"migrate-{old}", f"migrate-{new}"))


def refused(case: Case, *words: str) -> None:
    """Rung will not guess, and tells both ways out."""
    before = case.rung.rows()
    case.rung.up().refused(1, "rung reconcile", "--no-auto-sync", *words)
    equal(case.rung.rows(), before, "Rung's rows")


@same("8.4 a time that became a number: the row is renamed and keeps its place, date, checksum and description")
def _(case: Case) -> None:
    applied(case, "0001", TIME)
    case.query("UPDATE ddl_migrations SET applied_at = '2025-02-01 00:00:00'")
    renumber(case, TIME, "0002")
    theirs, ours = case.take("up")
    theirs.done(f"Reconciled version: {TIME} → 0002")
    ours.done(WORDS.format(TIME, "0002"))
    case.applied("0001", "0002")
    for side in case.sides():
        equal(side.rows("execution_sequence"), [1, 2], "sequence")
        equal(side.rows("version_type"), ["sequential", "sequential"], "types")
        equal(side.rows("applied_at"), ["2025-02-01 00:00:00"] * 2, "dates")
    case.take("down", "base")
    case.made()


@same("8.4 a number that became a time before it was applied")
def _(case: Case) -> None:
    applied(case, "0001", "0002")
    renumber(case, "0002", TIME)
    case.take("up")
    case.applied("0001", TIME)


@same("8.4 several files at once, also of extensions, and what is new is then applied")
def _(case: Case) -> None:
    applied(case, TIME, "20250102000000", f"ext_q_{TIME}", head="-- Description: of a table\n")
    renumber(case, TIME, "0001")
    renumber(case, "20250102000000", "0002")
    renumber(case, f"ext_q_{TIME}", "ext_q_0001")
    case.write(migration("0003"))
    case.take("up")
    equal(sorted(case.rung.rows("version_num")), ["0001", "0002", "0003", "ext_q_0001"], "versions")


@differs("8.4 a dry run renames rows", docs="a dry run renames rows")
def _(case: Case) -> None:
    applied(case, "0001", TIME)
    renumber(case, TIME, "0002")
    theirs, ours = case.each("up", dry_run=True)
    theirs.done("Reconciled version", "DRY RUN MODE: No database changes")
    case.sqlspec.applied("0001", "0002")
    ours.done("update", f"'{TIME}'")
    case.rung.applied("0001", TIME)


@differs("8.4 rows are renamed by an upgrade alone", docs="only `upgrade` renames rows")
def _(case: Case) -> None:
    applied(case, "0001", TIME)
    renumber(case, TIME, "0002")
    case.sqlspec.down().refused(0, f"Migration file not found for {TIME}")
    equal(case.rung.status(), {"0001": "applied", "0002": "renamed"}, "states")
    case.rung.call("redo").done(WORDS.format(TIME, "0002"))
    case.rung.applied("0001", "0002")


@same("8.4 a file whose text changed as well is taken for a new one")
def _(case: Case) -> None:
    applied(case, "0001", TIME)
    renumber(case, TIME, "0002")
    case.write(migration("0002", up=f"CREATE TABLE t_{TIME} (id INTEGER, name TEXT);"))
    theirs, ours = case.take("up")
    theirs.refused(0, "already exists")
    ours.refused(1, "already exists", f"'{TIME}' is applied, but has no file")
    case.applied("0001", TIME)


@same("8.4 no row is renamed with auto-sync turned off for once")
def _(case: Case) -> None:
    applied(case, "0001", TIME)
    renumber(case, TIME, "0002")
    case.take("up", auto_sync=False)[1].refused(1, "already exists")
    case.applied("0001", TIME)


@differs(
    "8.4 with auto_sync off in the settings the renamed file is run again",
    docs="with `auto_sync = false` a renamed file runs again",
)
def _(case: Case) -> None:
    applied(case, "0001", TIME)
    renumber(case, TIME, "0002")
    case.set(auto_sync=False)
    case.sqlspec.up().refused(0, "Applying 0002", "already exists")
    refused(case, "'auto_sync' is off")


@differs("8.4 another file with the same text is taken for the renamed one", docs=HASH)
def _(case: Case) -> None:
    grant = {"up": "SELECT 1;", "down": "SELECT 1;"}
    applied(case, "0001", TIME, **grant)
    case.remove(f"{TIME}_x.sql")
    case.write(migration("20990101000000", **grant))
    case.sqlspec.up().done("Already at latest version")
    case.sqlspec.applied("0001", "20990101000000")
    refused(case, "the file's version is younger than the row")
    case.rung.up(auto_sync=False).done()
    case.rung.applied("0001", TIME, "20990101000000")


@differs("8.4 rows move from one series to another", docs=HASH)
def _(case: Case) -> None:
    applied(case, "0001", "ext_q_0001")
    renumber(case, "ext_q_0001", "0002")
    case.sqlspec.up().done()
    case.sqlspec.applied("0001", "0002")
    refused(case, "different series")


@differs("8.4 of two files with the text of a row the first wins", docs=HASH)
def _(case: Case) -> None:
    applied(case, "0001", TIME, up="SELECT 1;", down="SELECT 2;")
    renumber(case, TIME, "0002")
    case.write(migration("0003", up="SELECT 1;", down="SELECT 2;"))
    case.sqlspec.up().done(f"Reconciled version: {TIME} → 0002", "Applying 0003")
    refused(case, "2 files have its text", "0002_x.sql", "0003_x.sql")


@differs("8.4 of two rows with the text of a file the first wins", docs=HASH)
def _(case: Case) -> None:
    applied(case, "0001")
    applied(case, TIME, "20250201000000", up="SELECT 1;", down="SELECT 2;")
    renumber(case, TIME, "0002")
    case.remove("20250201000000_x.sql")
    case.sqlspec.up().done()
    case.sqlspec.applied("0001", "0002", "20250201000000")
    refused(case, "0002_x.sql", TIME, "20250201000000")


@differs("8.4 a row whose new version another row has stays as it is", docs="a version that another row has")
def _(case: Case) -> None:
    applied(case, "0001", "0002", TIME)
    case.remove("0002_x.sql")
    renumber(case, TIME, "0002")
    case.sqlspec.up().done("Already at latest version")
    case.rung.up().refused(1, f"'{TIME}'").silent_on("UNIQUE constraint")
    case.applied("0001", "0002", TIME)


@differs("8.4 a file with another title is taken for the renamed one", docs=HASH)
def _(case: Case) -> None:
    applied(case, "0001", TIME)
    case.rename(f"{TIME}_x.sql", "0002_other.sql", (f"migrate-{TIME}", "migrate-0002"))
    case.sqlspec.up().done()
    case.sqlspec.applied("0001", "0002")
    refused(case, "its row says 'x', the file 'other'")


@differs(
    "8.4 numbers that move up by one: the newcomer is never run, and the last one twice",
    docs="a row whose version has a file is not checked",
)
def _(case: Case) -> None:
    applied(case, "0001", "0002", "0003")
    renumber(case, "0003", "0004")
    renumber(case, "0002", "0003")
    case.write(migration("0002", "newcomer", up="CREATE TABLE new (id INTEGER);"))
    case.sqlspec.up().refused(0, "Applying 0004", "table t_0003 already exists")
    case.sqlspec.applied("0001", "0002", "0003")
    case.rung.up().done("renamed 0002 to 0003", "renamed 0003 to 0004")
    case.rung.applied("0001", "0003", "0004", "0002")
    case.rung.made("new", "t_0001", "t_0002", "t_0003")


@differs(
    "8.4 names in another spelling are part of the checksum, so that a renamed file is new",
    docs="names that the checksum does not leave out",
)
def _(case: Case) -> None:
    applied(case, "0001")
    case.write({f"{TIME}_x.sql": f"--NAME: Migrate_{TIME}_UP\nCREATE TABLE a (id INTEGER);\n"})
    case.take("up")
    case.rename(f"{TIME}_x.sql", "0002_x.sql", (TIME, "0002"))
    case.sqlspec.up().refused(0, "already exists")
    case.rung.up().done(WORDS.format(TIME, "0002"))
    case.rung.applied("0001", "0002")


@differs(
    "8.4 a file that cannot be read is passed over when files are compared",
    docs="a file with an error is found only when its turn comes",
)
def _(case: Case) -> None:
    applied(case, "0001", TIME)
    case.remove(f"{TIME}_x.sql")
    case.write({"0002_x.sql": "SELECT 1;\n"})
    case.sqlspec.up("0001").done("Already at latest version")
    case.rung.up("0001").refused(65, "0002_x.sql")


@differs("8.4 a row that spells its version otherwise than the file is renamed", docs="a row `00001` becomes `0001`")
def _(case: Case) -> None:
    applied(case, "0001")
    case.query("UPDATE ddl_migrations SET version_num = '00001'")
    case.sqlspec.up().done("Reconciled version: 00001 → 0001")
    case.rung.up().done("nothing to apply")
    case.rung.applied("00001")


@differs("8.4 each row is renamed on its own", docs="each row is renamed and committed on its own")
def _(case: Case) -> None:
    applied(case, TIME, "20250102000000")
    renumber(case, TIME, "0001")
    renumber(case, "20250102000000", "0002")
    stop = "CREATE TRIGGER stop BEFORE UPDATE ON ddl_migrations WHEN NEW.version_num = '0002'"
    case.query(f"{stop} BEGIN SELECT RAISE(ABORT, 'stopped'); END")
    theirs, ours = case.each("up")
    theirs.refused(1, "stopped")
    case.sqlspec.applied("0001", "20250102000000")
    ours.refused(1, "stopped")
    case.rung.applied(TIME, "20250102000000")
