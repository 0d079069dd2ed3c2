"""Two servers of one database, whose locks do not see each other, as in a cluster of Galera.

One server plays both: a run on "the other server" has a dialect whose lock has another name, and which says that it is
local.
"""

import re
import time

from behaviours_runs import killed, slowly, until_told
from declare import MYSQL, behaviour
from stage import Stage, equal, holds, until


def second_server(stage: Stage) -> dict[str, str]:
    """The variables of a run on the other server."""
    kind = stage.kind.kind
    shown = stage.call("sql", "show", kind).ended(0).out
    blocks = dict(re.findall(r"(?ms)^-- name: (\S+)\n(.*?)(?=^-- name: |\Z)", shown))
    folder = stage.folder / "second" / "sql" / "dialects" / kind
    folder.mkdir(parents=True)
    locks = {name: text for name, text in blocks.items() if "'rung '" in text}
    holds({"lock-acquire", "lock-release", "lock-holder"} <= set(locks), f"the lock is in {sorted(locks)}")
    texts = [f"-- name: {name}\n{text.replace(chr(39) + 'rung ' + chr(39), chr(39) + 'second ' + chr(39))}"
             for name, text in locks.items()]
    (folder / "second.sql").write_text("\n".join([*texts, "-- name: lock-local\nselect 1;\n"]))
    return {"RUNG_HOME": str(stage.folder / "second")}


@behaviour
def a_run_on_another_server_is_waited_for(stage: Stage) -> None:
    slowly(stage, 3)
    second = second_server(stage)
    process = stage.start("upgrade")
    until_told(process, b"0001: x ")
    until(lambda: stage.database.rows("select count(*) from ddl_migrations_progress") == [["1"]], "the progress")
    answer = stage.call("upgrade", **second).ended(0)
    answer.says("waiting for another run").silent_on("--resume")
    process.communicate(timeout=60)
    equal(process.returncode, 0, "status of the first run")
    equal(stage.column("a", "i", "i"), ["1", "2"], "the rows of the slow migration")
    stage.applied("0001", "0002", "0003")


@behaviour
def a_run_that_may_be_active_on_another_server_is_not_resumed_unasked(stage: Stage) -> None:
    slowly(stage, 3)
    killed(stage)
    second = second_server(stage)
    begun = time.monotonic()
    answer = stage.call("upgrade", "--lock-timeout", "2s", **second).ended(75)
    holds(time.monotonic() - begun > 2, "it did not wait")
    answer.says("'0002' may be running on another server", "no other for 2s", "rung upgrade --resume")
    begun = time.monotonic()
    stage.call("resolve", "0002", "--reverted", "--lock-timeout", "60s", **second).ended(0)
    holds(time.monotonic() - begun < 30, "who says what has happened is made to wait")
    stage.call("downgrade", "base", **second).ended(0)


@behaviour
def a_run_on_another_server_is_resumed_when_asked(stage: Stage) -> None:
    slowly(stage, 3)
    killed(stage)
    stage.call("upgrade", "--resume", **second_server(stage)).ended(0)
    stage.applied("0001", "0002", "0003")
