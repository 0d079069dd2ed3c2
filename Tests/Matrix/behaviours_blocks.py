"""What happens where a statement of Rung's own fails: it is told, or it does not matter; it is never taken for its meaning."""

import re
from pathlib import Path

from declare import IN_PROCESS, behaviour
from stage import Files, Stage, equal, holds, migration

Steps = list[tuple[str, ...]]

STEPS = [("upgrade", "0002"), ("upgrade",), ("redo",), ("downgrade", "base"), ("stamp", "head"), ("dump",)]
# Where it takes milliseconds.
MORE = [("status",), ("verify", "--all"), ("dump", "--data")]


@behaviour
def a_block_that_fails_is_told_or_does_not_matter(stage: Stage) -> None:
    """All blocks fail, each in words of its own. One that stops a step is told, and is whole in the next round.

    The last round has those that no step tells: with all of them broken, each step must end as it does without."""
    kind = stage.kind.kind
    head = "-- foreign_keys: off\n" if kind in ("sqlite", "sqlite3") else ""
    stage.write(
        migration("0001", head=head), migration("0002"),
        migration("0003", "create table t_0003 (id integer);\ninsert into t_0003 values (1);",
                  "delete from t_0003;\ndrop table t_0003;", head="-- transactional: false\n"))
    shown = stage.call("sql", "show", kind).ended(0).out
    blocks = re.findall(r"(?m)^-- name: (\S+)$", shown)
    holds(len(blocks) > 20, f"{len(blocks)} blocks")
    steps = STEPS + (MORE if kind in IN_PROCESS else [])
    after = []
    for step in steps:
        stage.call(*step).ended(0)
        after.append(stage.database.dump())
    folder = stage.folder / "sql" / "dialects" / kind
    folder.mkdir(parents=True)
    stage.variables["RUNG_HOME"] = str(stage.folder)
    names = {block: f"rung_broken_{number}" for number, block in enumerate(blocks, 1)}
    broken, told = set(blocks), set[str]()
    while stopped := first_that_stops(stage, folder, {block: names[block] for block in broken}, steps, after, told):
        holds(stopped in broken, f"{stopped} stops a step, and is not broken")
        broken.remove(stopped)
    holds(len(told) > 8, f"only {sorted(told)} of {len(blocks)} blocks were told")


def first_that_stops(
        stage: Stage, folder: Path, broken: Files, steps: Steps, after: list[str], told: set[str]) -> str | None:
    """The block whose error ends a step; none where each step ends well and leaves what it leaves without errors."""
    texts = (f"-- name: {block}\nselect {name}();\n" for block, name in broken.items())
    (folder / "broken.sql").write_text("\n".join(texts))
    database = stage.another()
    for step, expected in zip(steps, after, strict=True):
        answer = stage.call(*step, on=database)
        failed = [block for block, name in broken.items() if re.search(rf"\b{name}\b", answer.errors)]
        told.update(failed)
        if "database-drop" in failed and stage.kind.kind == "postgresql":
            left = re.findall(r"cannot drop the scratch database '(\w+)'", answer.errors)
            holds(left, "nobody is told that the scratch database is still there")
            for name in left:
                stage.database.execute(f"drop database {name};")
        if answer.status != 0:
            holds(failed, f"{' '.join(step)} ended with {answer.status}, and no block is told:\n{answer.errors}")
            return failed[0]
        equal(database.dump(), expected, f"{failed or 'no block'} is told: the database after {' '.join(step)}")
    return None
