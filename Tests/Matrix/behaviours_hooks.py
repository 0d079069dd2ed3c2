"""Hooks: programs between one migration and the next, and SQL that comes with each."""

import re
import shlex

from behaviours_failure import STEP_BY_STEP
from behaviours_law import lawful
from database import Database
from declare import IN_PROCESS, behaviour
from stage import Stage, equal, migration

NOTED = """-- name: before-migration
insert into noted values (:'version', :'direction', 'before; it''s');

-- name: after-migration
-- Comments with :'holes' are left alone.
insert into noted values (:'version', :'direction', 'after');
"""


def noting(stage: Stage, text: str = NOTED) -> None:
    """Have each migration noted, before and after."""
    (stage.folder / "hooks.sql").write_text(text)
    stage.variables["RUNG_HOOKS_SQL"] = "hooks.sql"


def with_notes(database: Database) -> None:
    database.execute("create table noted (version char(4), direction char(4), moment char(20));\n")


def notes(stage: Stage) -> list[list[str | None]]:
    rows = stage.database.rows("select version, direction, moment from noted order by 1, 2, 3 desc")
    return [[(value or "").strip() for value in row] for row in rows]


@behaviour
def hooks_run_between_migrations(stage: Stage) -> None:
    client = shlex.join(stage.database.client())
    look = f"""rows=$(echo 'select count(*) from ddl_migrations;' | {client} 2>/dev/null | tr '\\n' ' ')
echo "$RUNG_HOOK $RUNG_VERSION $RUNG_DIRECTION|$rows" >>seen"""
    for name in ("BEFORE_RUN", "AFTER_RUN", "BEFORE_MIGRATION", "AFTER_MIGRATION"):
        stage.variables[f"RUNG_HOOKS_{name}"] = look
    stage.write(migration("0001"), migration("0002"))
    stage.up()
    # Who holds the lock has the table made before; where a client takes it, that is the first thing it does.
    first = "0" if stage.kind.kind in IN_PROCESS else "none"
    equal(seen(stage), [
        "before_run: none", f"before_migration 0001 up: {first}", "after_migration 0001 up: 1",
        "before_migration 0002 up: 1", "after_migration 0002 up: 2", "after_run: 2"], "on the way up")
    stage.up()
    equal(seen(stage), [], "with nothing to do")
    stage.down("base")
    equal(seen(stage), [
        "before_run: 2", "before_migration 0002 down: 2", "after_migration 0002 down: 1",
        "before_migration 0001 down: 1", "after_migration 0001 down: 0", "after_run: 0"], "on the way down")


def seen(stage: Stage) -> list[str]:
    """What the hooks saw; of what a client prints, the first number."""
    path = stage.folder / "seen"
    if not path.exists():
        return []
    lines = [line.partition("|") for line in path.read_text().splitlines()]
    path.unlink()
    numbers = [re.search(r"\b\d+\b", printed) for _, _, printed in lines]
    return [f"{said.strip()}: {number[0] if number else 'none'}"
            for (said, _, _), number in zip(lines, numbers, strict=True)]


@behaviour
def a_failing_hook_stops_before_its_migration(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"), migration("0003"))
    stage.variables["RUNG_HOOKS_BEFORE_MIGRATION"] = 'echo "$RUNG_VERSION" >>called; test "$RUNG_VERSION" != 0002'
    stage.call("upgrade").ended(1).says("'before_migration' failed for '0002'", "0001: x")
    stage.applied("0001")
    stage.made("t_0001")
    equal((stage.folder / "called").read_text(), "0001\n0002\n", "called")
    equal(stage.progress(), [], "progress")
    stage.variables.clear()
    stage.variables["RUNG_HOOKS_AFTER_MIGRATION"] = 'test "$RUNG_VERSION" != 0002'
    stage.call("upgrade").ended(1).says("'after_migration' failed for '0002'")
    stage.applied("0001", "0002")
    stage.call("downgrade", "-2").ended(1).says("'after_migration' failed for '0002'", "reverted and recorded")
    stage.applied("0001")
    stage.variables.clear()
    stage.up()
    stage.applied("0001", "0002", "0003")


@behaviour
def sql_hooks_are_part_of_the_script(stage: Stage) -> None:
    noting(stage)
    stage.write(migration("0001"), migration("0002", head=STEP_BY_STEP))
    lawful(stage, "upgrade", before=with_notes)
    both = [[version, "up", moment] for version in ("0001", "0002") for moment in ("before; it's", "after")]
    equal(notes(stage), both, "notes of an upgrade")
    stage.database = stage.another()
    lawful(stage, "downgrade", "base", before=lambda database: (
        with_notes(database), stage.call("upgrade", on=database).ended(0), None)[-1])
    downs = [[version, direction, moment] for version in ("0001", "0002") for direction in ("down", "up")
             for moment in ("before; it's", "after")]
    equal(notes(stage), downs, "notes of a downgrade")


@behaviour
def a_failing_sql_hook_leaves_nothing_in_a_transaction(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"))
    with_notes(stage.database)
    stage.up("0001")
    noting(stage)
    before = stage.database.dump()
    for number, line in ((2, 2), (6, 6)):
        lines = NOTED.splitlines()
        lines[number - 1] = lines[number - 1].replace("noted", "nowhere")
        noting(stage, "\n".join(lines) + "\n")
        stage.call("upgrade").ended(1).says(f"hooks.sql:{line}:", "cannot apply '0002'", stage.remains("0002"))
        equal(stage.database.dump(), before, "the database")


@behaviour
def a_failing_sql_hook_is_resumed_without_a_transaction(stage: Stage) -> None:
    stage.write(migration("0001", "create table t_0001 (id integer);\ninsert into t_0001 values (1);", head=STEP_BY_STEP))
    with_notes(stage.database)
    noting(stage, NOTED.replace("'after')", "'after', 0)"))
    stage.call("upgrade").ended(1).says("hooks.sql:6:", "rung upgrade --resume")
    equal(stage.progress(), [["0001", "up", "2"]], "progress")
    noting(stage)
    stage.up("--resume")
    equal(notes(stage), [["0001", "up", "before; it's"], ["0001", "up", "after"]], "notes")
    equal(stage.column("t_0001", "id"), ["1"], "rows")
    equal(stage.progress(), [], "progress")
