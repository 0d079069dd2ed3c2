"""What happens where a statement of Rung's own fails: it is told, or it does not matter; it is never taken for its meaning."""

import re

from declare import IN_PROCESS, behaviour
from stage import Stage, equal, holds, migration

BROKEN = "rung_broken_block"
STEPS = [("upgrade", "0002"), ("upgrade",), ("redo",), ("downgrade", "base"), ("stamp", "head"), ("dump",)]
# Where it takes milliseconds.
MORE = [("status",), ("verify", "--all"), ("dump", "--data")]


@behaviour
def a_block_that_fails_is_told_or_does_not_matter(stage: Stage) -> None:
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
    told: set[str] = set()
    for block in blocks:
        (folder / "broken.sql").write_text(f"-- name: {block}\nselect {BROKEN}();\n")
        database = stage.another()
        answers = ""
        for step, expected in zip(steps, after, strict=True):
            answer = stage.call(*step, on=database)
            answers += answer.errors
            if answer.status == 0:
                if BROKEN in answer.errors:
                    told.add(block)
                equal(database.dump(), expected, f"{block}: the database after {' '.join(step)}")
                continue
            told.add(block)
            holds(BROKEN in answer.errors, f"{block}: {' '.join(step)} ended with {answer.status}:\n{answer.errors}")
            break
        if block == "database-drop" and kind == "postgresql":
            left = re.findall(r"cannot drop the scratch database '(\w+)'", answers)
            holds(left, "nobody is told that the scratch database is still there")
            for name in left:
                stage.database.execute(f"drop database {name};")
    holds(len(told) > 8, f"only {sorted(told)} of {len(blocks)} blocks were told")
