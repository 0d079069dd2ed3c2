"""What is applied and recorded, and what is shown of it."""

import hashlib
import re
from pathlib import Path

from database import PROGRESS, TRACKER
from declare import behaviour
from stage import Stage, equal, holds, migration

REMOVED = re.compile(
    r"^(?:--\s*name:\s*migrate-[^-]+-(?:up|down)|--\s*Version:\s*.*|Version:\s*.*)\s*$", re.IGNORECASE | re.MULTILINE)
# docs/formats.md, section 12; what has no value is left out.
KEYS = {
    "after", "before", "changed", "database", "dialect", "dry_run", "failed", "migrations", "notes", "warnings"}
MIGRATION_KEYS = {"version", "direction", "description", "file", "duration_ms"}
STATUS_KEYS = {"database", "folder", "revision", "migrations", "problems", "faults"}
APPLIED_KEYS = {
    "version", "state", "description", "file", "sequence", "applied_at", "applied_by", "execution_time_ms",
    "out_of_order", "recorded_as", "repeatable"}


def checksum(path: Path) -> str:
    """As docs/formats.md, section 6, has it."""
    text = path.read_bytes().decode().replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.md5(REMOVED.sub("", text).encode(), usedforsecurity=False).hexdigest()


def three(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"), migration("0003"))


@behaviour
def migrations_are_applied_in_order_and_once(stage: Stage) -> None:
    note = "insert into log select count(*), '{}' from log;"
    files = {
        **migration("0002", note.format("0002"), None), **migration("0010", note.format("0010"), None),
        **migration("0009", note.format("0009"), None), **migration("20250102030405", note.format("time"), None),
        **migration("ext_a_0001", note.format("ext"), None),
        **migration("0001", "create table log (place integer, what varchar(20));", None, title="first"),
    }
    stage.write(files)
    stage.up("0002")
    stage.up()
    stage.up()
    said = stage.database.rows("select place, what from log order by place")
    equal(said, [[str(at), what] for at, what in enumerate(["0002", "0009", "0010", "time", "ext"])], "what ran")


@behaviour
def each_is_recorded(stage: Stage) -> None:
    stage.write(migration("0001", head="-- Description: It's the \"first\"; Zürich 🙂\n"))
    stage.write(migration("20250102030405", title="add_users"))
    stage.up()
    columns = "version_num, version_type, execution_sequence, description, checksum, applied_by, replaces"
    found = stage.database.rows(f"select {columns} from {TRACKER} order by execution_sequence")
    sums = [checksum(stage.folder / "migrations" / name) for name in stage.files()]
    equal(found, [
        ["0001", "sequential", "1", "It's the \"first\"; Zürich 🙂", sums[0], "ada", None],
        ["20250102030405", "timestamp", "2", "add_users", sums[1], "ada", None],
    ], "rows")
    timed = f"select count(*) from {TRACKER} where execution_time_ms between 0 and 60000 and applied_at > '2025-01-01'"
    equal(stage.database.rows(timed), [["2"]], "rows with their times")


@behaviour
def a_second_upgrade_finds_nothing(stage: Stage) -> None:
    three(stage)
    stage.up().says("0001: x", "0003: x", "applied 3 migrations", "is at 0003")
    before = stage.database.dump()
    stage.up().says("nothing to apply")
    equal(stage.up("--dry-run").says("nothing to apply").out, "", "the script of nothing")
    equal(stage.up("--json").json()["changed"], False, "changed")
    equal(stage.database.dump(), before, "the database")


@behaviour
def status_tells_before_and_after(stage: Stage) -> None:
    three(stage)
    stage.call("status").ended(0).says("pending  0001", "revision    base", "3 pending")
    equal(stage.database.tables(), [], "tables after a look")
    stage.call("status", "--exit-code").ended(1)
    equal(stage.states(), {"0001": "pending", "0002": "pending", "0003": "pending"}, "states")
    stage.up("0002")
    stage.call("status").ended(0).says("applied  0001  x", "ada", "pending  0003", "2 applied, 1 pending")
    stage.up()
    found = stage.call("status", "--json", "--exit-code").ended(0).json()
    equal(set(found), STATUS_KEYS, "keys")
    equal([set(row) for row in found["migrations"]], [APPLIED_KEYS] * 3, "keys of migrations")
    equal([row["sequence"] for row in found["migrations"]], [1, 2, 3], "sequence")
    holds(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", found["migrations"][0]["applied_at"]), "no time")


@behaviour
def the_revision_is_the_last_applied(stage: Stage) -> None:
    three(stage)
    for revision, move in (("base", ()), ("0001", ("upgrade", "+1")), ("0003", ("upgrade",)), ("0002", ("downgrade",))):
        if move:
            stage.call(*move).ended(0)
        equal(stage.call("show-current-revision").ended(0).out, f"{revision}\n", "revision")
    equal(stage.call("current", "--json").json()["revision"], "0002", "revision as JSON")


@behaviour
def downgrade_goes_back_and_up_again(stage: Stage) -> None:
    three(stage)
    stage.up()
    straight = stage.database.dump()
    stage.down().says("0003: x", "is at 0002")
    stage.applied("0001", "0002")
    stage.made("t_0001", "t_0002")
    stage.down("base").says("is at base")
    stage.applied()
    stage.made()
    stage.down("base").says("nothing to revert")
    stage.up()
    equal(stage.database.dump(), straight, "the database")


@behaviour
def json_is_the_same_everywhere(stage: Stage) -> None:
    three(stage)
    first = stage.up("--json").json()
    equal(set(first), KEYS - {"before"}, "keys")
    equal([set(row) for row in first["migrations"]], [MIGRATION_KEYS] * 3, "keys of migrations")
    told = [(row["version"], row["direction"], row["file"]) for row in first["migrations"]]
    equal(told, [(f"000{n}", "up", f"migrations/000{n}_x.sql") for n in (1, 2, 3)], "migrations")
    equal((first["after"], first["changed"], first["dry_run"]), ("0003", True, False), "values")
    dry = stage.down("--json", "--dry-run").json()
    equal(set(dry), KEYS | {"script"}, "keys of a dry run")
    equal((dry["before"], dry["after"], dry["changed"], dry["dry_run"]), ("0003", "0003", False, True), "values")
    back = stage.down("--json", "base").json()
    equal(set(back), KEYS - {"after"}, "keys on the way down")
    equal([row["direction"] for row in back["migrations"]], ["down"] * 3, "directions")


@behaviour
def redo_reverts_and_applies_the_last(stage: Stage) -> None:
    three(stage)
    stage.up()
    stage.database.execute("insert into t_0002 values (1);\ninsert into t_0003 values (1);\n")
    stage.call("redo").ended(0)
    stage.applied("0001", "0002", "0003")
    equal([stage.column("t_0002", "id"), stage.column("t_0003", "id")], [["1"], []], "rows left")


@behaviour
def stamp_records_without_running(stage: Stage) -> None:
    three(stage)
    stage.call("stamp", "0002").ended(0).says("is at 0002")
    stage.applied("0001", "0002")
    stage.made()
    stage.call("stamp", "head").ended(0)
    stage.applied("0001", "0002", "0003")
    stage.call("stamp", "base").ended(0)
    stage.applied()
    stage.up()
    stage.made("t_0001", "t_0002", "t_0003")


@behaviour
def transactional_false_goes_statement_by_statement(stage: Stage) -> None:
    stage.write(migration("0001", head="-- transactional: false\n"))
    stage.settings["transactional"] = False
    up, down = "insert into t_0002 values (1);", "delete from t_0002;"
    stage.write(migration("0002"), migration("0003", up, down, head="-- transactional: true\n"))
    stage.up()
    stage.applied("0001", "0002", "0003")
    holds(PROGRESS in stage.database.tables(), "no table of progress was made")
    equal(stage.progress(), [], "rows of progress")
    stage.down("base")
    stage.made()


@behaviour
def an_unfinished_file_is_refused(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002", "-- to be written"))
    stage.call("upgrade").ended(65).says("migrations/0002_x.sql:1:")
    equal(stage.database.tables(), [], "tables")
