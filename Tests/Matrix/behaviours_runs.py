"""Runs that are watched, meet each other, are killed, or find nobody to speak to."""

import json
import os
import shutil
import subprocess
import time
import urllib.parse
from pathlib import Path

from database import TRACKER
from declare import behaviour
from stage import Stage, equal, holds, migration, until

TOOLS = ("sh", "awk", "cat", "mktemp", "rm", "wc", "head", "sed", "od", "tr", "grep", "paste", "sleep", "env")


def slowly(stage: Stage, seconds: float, head: str = "") -> None:
    """A quick migration, and one that takes its time between two statements."""
    up = f"create table a (i integer);\ninsert into a values (1);\n{stage.database.slow(seconds)}\n"
    up += "insert into a values (2);"
    stage.write(migration("0001"), migration("0002", up, "drop table a;", head=head), migration("0003"))


def until_told(process: subprocess.Popen[bytes], words: bytes) -> str:
    """Read what a run says on standard error, up to these words."""
    assert process.stderr
    said = b""
    while words not in said:
        part = process.stderr.read(1)
        holds(part, f"the run ended without {words!r}: {said.decode(errors='replace')}")
        said += part or b""
    return said.decode(errors="replace")


@behaviour
def progress_lines_come_while_it_runs(stage: Stage) -> None:
    slowly(stage, 2)
    process = stage.start("upgrade")
    until_told(process, b"0001: x ")
    first = time.monotonic()
    holds(process.poll() is None, "the run had ended when it told the first migration")
    until_told(process, b"0003: x ")
    apart = 1000 * (time.monotonic() - first)
    process.communicate(timeout=60)
    equal(process.returncode, 0, "status")
    rows = stage.database.rows(f"select version_num, execution_time_ms from {TRACKER}")
    durations = {version: int(took or 0) for version, took in rows}
    holds(2 * durations["0001"] < durations["0002"], f"recorded durations: {durations}")
    holds(2 * apart > durations["0002"], f"the lines came within {apart:.0f} ms, though 0002 took {durations['0002']}")


@behaviour
def the_log_tells_one_migration_after_the_other(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"))
    lines = [json.loads(line) for line in stage.up("--log", "json").errors.splitlines()]
    told = [(line["version"], line["status"]) for line in lines if line["event"] == "migration.apply"]
    equal(told, [(version, status) for version in ("0001", "0002") for status in ("start", "complete")], "events")


@behaviour
def three_runs_at_once_apply_each_migration_once(stage: Stage) -> None:
    # No keys: what runs twice is there twice.
    stage.write(migration("0001", "create table log (a varchar(10));"))
    for number in range(2, 7):
        pause = stage.database.slow(0.3) if number == 4 else ""
        stage.write(migration(f"000{number}", f"insert into log values ('000{number}');\n{pause}"))
    runs = [stage.start("upgrade") for _ in range(3)]
    said = [run.communicate(timeout=120) for run in runs]
    words = "\n".join(errors.decode() for _, errors in said)
    holds(all(run.returncode in (0, 75) for run in runs), f"statuses {[run.returncode for run in runs]}\n{words}")
    holds(any(run.returncode == 0 for run in runs), f"no run ended well\n{words}")
    equal(stage.column("log", "a"), [f"000{number}" for number in range(2, 7)], "what ran")
    stage.applied(*(f"000{number}" for number in range(1, 7)))
    equal(stage.column(TRACKER, "execution_sequence"), [str(number) for number in range(1, 7)], "sequence")
    stage.up().says("nothing to apply")


@behaviour
def three_runs_statement_by_statement_do_so_too(stage: Stage) -> None:
    stage.settings["transactional"] = False
    three_runs_at_once_apply_each_migration_once(stage)


@behaviour
def who_waits_too_long_for_the_lock_is_told(stage: Stage) -> None:
    slowly(stage, 8)
    holder = stage.start("upgrade")
    until_told(holder, b"0001: x ")
    time.sleep(0.5)
    began = time.monotonic()
    late = stage.call("upgrade", "--lock-timeout", "300ms").ended(75).says("error:", "lock", "300ms")
    holds(time.monotonic() - began > 0.3, f"it waited {time.monotonic() - began:.1f} s in place of 0.3 s")
    holds("remedy:" in late.errors, f"no remedy is told:\n{late.errors}")
    holder.communicate(timeout=60)
    equal(holder.returncode, 0, "status of who had the lock")
    stage.applied("0001", "0002", "0003")


@behaviour
def a_waiting_run_that_is_killed_leaves_no_process(stage: Stage) -> None:
    """Neither the client that looks at the lock, nor what started it."""
    slowly(stage, 8)
    holder = stage.start("upgrade")
    until_told(holder, b"0001: x ")
    mark = f"RUNG_TEST_WAITER={stage.folder}"
    waiting = stage.start("upgrade", **dict([mark.split("=", 1)]))
    time.sleep(1)

    def left() -> list[str]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark.encode() in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_text(errors="replace").replace("\0", " "))
            except OSError:
                continue
        return found

    holds(bool(left()), "the run did not wait")
    waiting.kill()
    waiting.wait(10)
    until(lambda: not left(), f"the end of {left()}", 10)
    holder.communicate(timeout=60)
    equal(holder.returncode, 0, "status of who had the lock")


def killed(stage: Stage, after: str = "0001") -> None:
    """Kills an upgrade shortly after it has told that a migration is done."""
    process = stage.start("upgrade")
    until_told(process, f"{after}: x ".encode())
    time.sleep(0.7)
    process.kill()
    process.communicate(timeout=60)
    # A client that outlives rung ends with the statement that it is at.
    until(lambda: stage.call("status", "--lock-timeout", "100ms").status == 0, "a look at the database", 60)


@behaviour
def a_run_that_was_killed_is_taken_up_again(stage: Stage) -> None:
    slowly(stage, 3, head="-- transactional: false\n")
    killed(stage)
    equal(stage.states(), {"0001": "applied", "0002": "interrupted", "0003": "pending"}, "states")
    equal(stage.progress(), [["0002", "up", "2"]], "progress")
    stage.call("upgrade").ended(1).says("interrupted")
    stage.up("--resume")
    stage.applied("0001", "0002", "0003")
    equal(stage.column("a", "i"), ["1", "2"], "rows")
    time.sleep(2)
    equal((stage.column("a", "i"), stage.progress()), (["1", "2"], []), "rows, and progress, two seconds later")


@behaviour
def a_statement_and_its_progress_are_committed_together(stage: Stage) -> None:
    stage.write(migration("0001", "create table log (a varchar(10));", head="-- transactional: false\n"))
    stage.up()
    stage.database.execute(stage.database.slow_progress)
    stage.write(migration("0002", "select 1;", head="-- transactional: true\n"))
    stage.write(migration("0003", "insert into log values ('once');", head="-- transactional: false\n"))
    killed(stage, after="0002")
    until(lambda: stage.column("log", "a") == [], "the end of the statement", 10)
    equal((stage.column("log", "a"), stage.progress()), ([], [["0003", "up", "0"]]), "rows, and progress")
    stage.up("--resume")
    equal((stage.column("log", "a"), stage.progress()), (["once"], []), "rows, and progress, after the next run")


@behaviour
def a_transaction_that_was_killed_leaves_nothing(stage: Stage) -> None:
    if not stage.database.is_transactional:
        slowly(stage, 3)
        up = f"insert into t_0001 values (1);\n{stage.database.slow(3)}\ninsert into t_0001 values (2);"
        stage.write(migration("0002", up, "select 1;", head="-- transactional: true\n"))
    else:
        slowly(stage, 3)
    killed(stage)
    equal(stage.states(), {"0001": "applied", "0002": "pending", "0003": "pending"}, "states")
    equal(stage.column("t_0001", "id"), [], "rows")
    stage.up()
    time.sleep(2)
    stage.applied("0001", "0002", "0003")


@behaviour
def nobody_there_is_told(stage: Stage) -> None:
    stage.write(migration("0001"))
    url = stage.database.url
    if stage.database.is_server:
        parts = urllib.parse.urlsplit(url)
        url = url.replace(f":{parts.port}/", ":1/")
        stage.call("status", RUNG_DATABASE=url).ended(69).says("error:", "127.0.0.1").silent_on("p@ss", "p%40ss")
    else:
        url = f"{stage.kind.kind}:{stage.folder}/none/app.db"
        stage.call("status", RUNG_DATABASE=url).ended(0).says("pending  0001")
    stage.call("upgrade", RUNG_DATABASE=url).ended(69).says("error:").silent_on("p@ss", "p%40ss")


@behaviour
def a_client_that_is_missing_is_told(stage: Stage) -> None:
    stage.write(migration("0001"))
    stage.up()
    bare = stage.folder / "bare"
    bare.mkdir()
    for tool in TOOLS:
        (bare / tool).symlink_to(shutil.which(tool) or "")
    for words in (("upgrade",), ("status",), ("upgrade", "--dry-run"), ("downgrade",)):
        said = stage.call(*words, PATH=str(bare)).ended(69).says("error:", stage.kind.program)
        said.silent_on("p@ss", "p%40ss", "not found")
    stage.call("drivers", PATH=str(bare)).ended(0).says("not installed")


@behaviour
def a_client_that_is_killed_is_told(stage: Stage) -> None:
    slowly(stage, 20)
    process = stage.start("upgrade")
    until_told(process, b"0001: x ")
    time.sleep(0.5)
    found = clients(process.pid, stage.kind.program)
    equal(len(found), 1, "clients")
    os.kill(found[0], 9)
    _, errors = process.communicate(timeout=60)
    equal(process.returncode, 69, f"status; {errors.decode()}")
    holds(b"cannot apply '0002'" in errors, errors.decode())
    stage.applied("0001")


def clients(of: int, name: str) -> list[int]:
    """The processes below one that run this program."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listed.splitlines() if len(line.split()) > 2]
    below = {of}
    for _ in range(5):
        below |= {int(row[0]) for row in rows if int(row[1]) in below}
    return [int(row[0]) for row in rows if int(row[0]) in below and Path(row[2]).name == name]


@behaviour
def the_driver_passes_its_conformance_test(stage: Stage) -> None:
    said = stage.call("drivers", "test", stage.database.url).ended(0)
    lines = said.out.splitlines()
    holds(len(lines) == 15 and all(line.startswith("ok ") for line in lines), said.out)
    equal(stage.database.tables(), [], "tables left behind")


@behaviour
def a_database_is_created_and_dropped(stage: Stage) -> None:
    old = stage.database
    url = old.url.replace(old.name, f"{old.name}_n")
    stage.write(migration("0001"))
    if old.is_server:
        stage.call("status", RUNG_DATABASE=url).ended(69).says("run 'rung db create' to create it")
    stage.call("db", "create", RUNG_DATABASE=url).ended(0).says("created ")
    stage.call("db", "create", RUNG_DATABASE=url).ended(0).says("exists already")
    stage.call("upgrade", RUNG_DATABASE=url).ended(0)
    stage.call("status", RUNG_DATABASE=url).ended(0).says("1 applied")
    shown = stage.call("db", "url", RUNG_DATABASE=url).ended(0)
    holds(f"{old.name}_n" in shown.out and ":p" not in shown.out.partition("@")[0], shown.out)
    stage.call("db", "drop", RUNG_DATABASE=url).ended(64).says("no terminal to ask", "use --yes")
    stage.call("db", "drop", "--yes", RUNG_DATABASE=url).ended(0).says("dropped ")
    stage.call("db", "drop", "--yes", RUNG_DATABASE=url).ended(0).says("does not exist")
    stage.call("db", "wait", "--wait", "300ms", RUNG_DATABASE=url).ended(69 if old.is_server else 0)
    equal([path.name for path in stage.folder.glob("*_n*")], [], "files")
