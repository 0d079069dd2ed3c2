"""Repeatable migrations: they run after all others whenever their text has changed."""

from declare import FILES, MYSQL, behaviour
from stage import TRACKER, Files, Stage, equal, holds, migration

START = migration("0001", "create table runs (n integer, who varchar(20));", "drop table runs;")


def repeatable(number: str, text: str, title: str = "x") -> Files:
    return {f"repeat_{number}_{title}.sql": text}


def note(who: str, n: int = 1) -> str:
    """A file that leaves a row each time it runs; one statement a line."""
    return f"insert into runs (n, who) values ({n}, '{who}');\n"


def ran(stage: Stage, *who: str) -> None:
    equal(sorted(row[0] for row in stage.database.rows("select who from runs")), sorted(who), "what has run")


@behaviour
def a_repeatable_migration_runs_when_its_text_changes(stage: Stage) -> None:
    stage.write(START, repeatable("0002", note("b")), repeatable("0001", note("a")))
    said = stage.up().says("ext_repeat_0001: x", "is at 0001").errors
    holds(said.index("ext_repeat_0001") < said.index("ext_repeat_0002"), said)
    ran(stage, "a", "b")
    stage.up().says("nothing to apply")
    stage.write(repeatable("0001", note("a2")), migration("0002"))
    equal(stage.states(), {
        "0001": "applied", "0002": "pending", "ext_repeat_0001": "pending", "ext_repeat_0002": "applied"}, "states")
    stage.call("status").ended(0).says("its text has changed, so it runs again")
    # Only the whole upgrade runs it, after the others.
    stage.up("0002").says("applied 1 migration")
    stage.up("head").says("applied 1 migration")
    ran(stage, "a", "a2", "b")
    equal(stage.call("current").ended(0).out, "0002\n", "the revision")
    rows = stage.database.rows(
        f"select version_num, execution_sequence, applied_by from {TRACKER} order by version_num")
    equal(rows, [
        ["0001", "1", "ada"], ["0002", "2", "ada"], ["ext_repeat_0001", "0", "ada"],
        ["ext_repeat_0002", "0", "ada"]], "the tracking table")


@behaviour
def a_printed_script_repeats_as_a_run_does(stage: Stage) -> None:
    view = "drop view if exists v;\ncreate view v as select n from runs;\n"
    stage.write(START, repeatable("0001", view, "views"))
    stage.up()
    by_hand = stage.another()
    equal(by_hand.send(stage.call("upgrade", "--dry-run", on=by_hand).ended(0).out).returncode, 0, "the client")
    stage.write(repeatable("0001", view.replace("select n", "select who"), "views"))
    equal(by_hand.send(stage.call("upgrade", "--dry-run", on=by_hand).ended(0).out).returncode, 0, "the client")
    stage.up()
    equal(by_hand.dump(), stage.database.dump(), "both databases")
    stage.database.rows("select who from v")


@behaviour
def what_is_reverted_makes_repeatable_migrations_run_again(stage: Stage) -> None:
    stage.write(START, migration("0002"), repeatable("0001", note("a")))
    stage.up()
    stage.down("-1")
    equal(stage.states()["ext_repeat_0001"], "pending", "state")
    stage.up()
    ran(stage, "a", "a")
    stage.call("redo").ended(0)
    ran(stage, "a", "a", "a")
    stage.call("stamp", "0001").ended(0)
    equal(stage.states()["ext_repeat_0001"], "pending", "state after a stamp")


@behaviour
def a_repeatable_migration_may_follow_every_other(stage: Stage) -> None:
    stage.write(START, repeatable("0001", "-- repeat: always\n" + note("grants")))
    stage.up()
    stage.up().says("nothing to apply")
    ran(stage, "grants")
    stage.write(migration("0002"))
    stage.up()
    ran(stage, "grants", "grants")


@behaviour
def a_failed_repeatable_migration_runs_as_a_whole_again(stage: Stage) -> None:
    heads = [""] if stage.kind.kind in FILES else ["", "-- transactional: false\n"]
    for head in heads:
        stage.renew()
        stage.write(START, repeatable("0001", head + note("a") + note("b").replace("runs", "missing")))
        failed = stage.call("upgrade")
        holds(failed.status not in (0, 75), f"status {failed.status}")
        failed.says("repeat_0001_x.sql:", "missing").silent_on("--resume")
        equal(stage.states(), {"0001": "applied", "ext_repeat_0001": "pending"}, "states")
        stage.write(repeatable("0001", head + note("a", 7) + note("b")))
        stage.up()
        equal(stage.database.rows("select who from runs where n = 7"), [["a"]], "the mended file")
        equal(stage.progress(), [], "progress")


@behaviour
def a_repeatable_migration_without_a_file_loses_its_row(stage: Stage) -> None:
    stage.write(START, repeatable("0001", note("a")), repeatable("0002", note("b")))
    stage.up()
    (stage.folder / "migrations" / "repeat_0001_x.sql").unlink()
    stage.call("status").ended(0).says("the next upgrade removes this row")
    stage.up().says("removed the rows of 'ext_repeat_0001', which have no file")
    equal(stage.states(), {"0001": "applied", "ext_repeat_0002": "applied"}, "states")
    ran(stage, "a", "b")


@behaviour
def a_repeatable_migration_that_cannot_be_one_is_named(stage: Stage) -> None:
    for text, words in (
        ("-- name: migrate-0001-up\n" + note("a"), "repeat_0001_x.sql:1:10: error: the block 'migrate-0001-up'"),
        ("-- after: 0001\n" + note("a"), "'-- after:' is in a repeatable migration"),
        ("-- repeat: sometimes\n" + note("a"), "'sometimes' is not a value for '-- repeat:'"),
        ("-- only a comment\n", "has no statement"),
        ("begin;\n" + note("a") + "commit;\n", "repeat_0001_x.sql:1:1"),
    ):
        stage.write(START, repeatable("0001", text))
        # Where a statement may commit anyway, the file may say so itself.
        if text.startswith("begin") and stage.kind.kind in ("psql", "sqlite3", *MYSQL):
            continue
        stage.call("check").ended(65).says(words)
        stage.call("upgrade").ended(65).says(words)
        holds(TRACKER not in stage.database.tables(), f"something has run: {text}")
    stage.write(repeatable("0001", note("a")), migration("0002", head="-- repeat: always\n"))
    stage.call("check").ended(65).says("'-- repeat:' is in a migration that runs once")
    stage.write(migration("0002"), {"repeat_views.sql": note("v"), "ext_repeat_0003_x.sql": note("w")})
    stage.up().says("repeat_views.sql: warning", "'repeat_' is followed by a number", "ext_repeat_0003_x.sql: warning")


@behaviour
def a_migration_that_cannot_run_twice_is_not_verified(stage: Stage) -> None:
    if stage.kind.kind not in ("sqlite", "postgresql"):
        return
    view = "create view v as select n from runs;\n"
    stage.write(START, repeatable("0001", "drop view if exists v;\n" + view), repeatable("0002", view.replace(" v ", " w ")))
    failed = stage.call("verify", "--all").ended(1)
    failed.says("ext_repeat_0001: x … run twice", "repeat_0002_x.sql:1:", "already exists")
    if stage.kind.kind == "postgresql":
        column = "execute 'alter table runs add column c' || (select count(*) from runs) || ' integer'"
        stage.write(repeatable("0002", f"do $$ begin {column}; insert into runs values (1); end $$;\n"))
        failed = stage.call("verify", "--all").ended(1)
        failed.says("applying 'ext_repeat_0002' again gives a different schema", "leave the same schema each time")
    holds(TRACKER not in stage.database.tables(), "verify changed the database")


@behaviour
def repeatable_migrations_survive_a_dump(stage: Stage) -> None:
    if stage.kind.kind not in ("sqlite", "postgresql", "sqlite3", "psql"):
        return
    stage.write(START, repeatable("0001", "create view v as select n from runs;\n"))
    stage.up()
    stage.call("dump", "--output", "dump.sql").ended(0)
    copy = stage.another()
    stage.call("baseline", "dump.sql", on=copy).ended(0)
    stage.call("upgrade", on=copy).ended(0).says("nothing to apply")
