"""Locks that other programs hold, time limits, and servers that are not there yet."""

import socket
import subprocess
import sys
import urllib.parse
from contextlib import contextmanager
from collections.abc import Iterator
from pathlib import Path

from behaviours_runs import until_told
from declare import FILES, MYSQL, behaviour
from stage import Stage, equal, holds, migration, until

CUTTER = Path(__file__).resolve().parents[1] / "Support" / "cutter.py"
HEAD = "-- transactional: false\n"
# Other behaviours have transactions on the same server.
OWN_TRANSACTIONS = (
    "select count(*) from information_schema.innodb_trx as t join information_schema.processlist as p"
    " on p.id = t.trx_mysql_thread_id where p.db = database()")
SEEN = "current_setting('statement_timeout') as s, current_setting('lock_timeout') as l"


@contextmanager
def reader(stage: Stage) -> Iterator[subprocess.Popen[bytes]]:
    """A session that has read the table `orders` in a transaction, and holds its lock on it."""
    holder = subprocess.Popen(
        stage.database.client(), env=stage.database.environment, bufsize=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert holder.stdin and holder.stdout
    said = b""
    try:
        holder.stdin.write(b"begin;\nselect count(*) from orders;\nselect 'held';\n")
        # The client of MariaDB keeps its answers back where nobody is at a terminal.
        if stage.database.kind in MYSQL:
            # The server makes this view anew only if nobody has read it for a tenth of a second.
            until(lambda: stage.database.rows(OWN_TRANSACTIONS) != [["0"]], "the transaction", pause=0.3)
        else:
            while b"held" not in said:
                said += holder.stdout.read(1)
        yield holder
    finally:
        holder.kill()
        holder.communicate()


def let_go(holder: subprocess.Popen[bytes]) -> None:
    holder.communicate(b"commit;\n", timeout=20)


def prepare(stage: Stage, head: str = "") -> None:
    stage.write(migration("0001", "create table orders (i integer);"))
    stage.up()
    up = "alter table orders add column n integer;\ninsert into orders (i, n) values (1, 2);"
    stage.write(migration("0002", up, head=head))
    stage.settings = {"statement_lock_timeout": "1s"}


@behaviour
def a_lock_is_waited_for_in_turns(stage: Stage) -> None:
    """Between two attempts, an application does its work."""
    prepare(stage)
    with reader(stage) as holder:
        run = stage.start("upgrade", "--lock-retries", "9")
        said = until_told(run, b"(2 of 9)")
        # A statement that waits keeps out whoever comes after it; the application still gets through.
        stage.database.rows("select count(*) from orders")
        holds(holder.poll() is None and run.poll() is None, "the other session or the run ended")
        let_go(holder)
    _, errors = run.communicate(timeout=60)
    equal(run.returncode, 0, f"status; {said}{errors.decode()}")
    holds("'0002': " in said and "trying again in 1 s (1 of 9)" in said, said)
    equal(stage.column("orders", "n"), ["2"], "rows")


@behaviour
def the_holder_of_a_lock_is_named(stage: Stage) -> None:
    kind = stage.database.kind
    for number, head in enumerate(("", HEAD)):
        if number:
            stage.database = stage.another()
            stage.settings = {}
            (stage.folder / "migrations" / "0002_x.sql").unlink()
        prepare(stage, head)
        with reader(stage):
            failed = stage.call("upgrade").ended(75)
            failed.says("migrations/0002_x.sql:", "in a transaction since", "when the lock is free" if head else "run again")
            failed.silent_on("correct")
            if kind == "postgresql":
                failed.says("AccessShareLock on orders")
        if head and stage.states()["0002"] == "interrupted":
            stage.up("--resume")
        else:
            stage.up()
        equal(stage.column("orders", "n"), ["2"], "rows")


@behaviour
def a_file_has_time_limits_of_its_own(stage: Stage) -> None:
    kind = stage.database.kind
    if kind in FILES:
        for directive in ("statement_timeout", "lock_timeout"):
            stage.write(migration("0001", head=f"-- {directive}: 2s\n"))
            if kind != "duckdb" or directive == "lock_timeout":
                refused = stage.call("upgrade").ended(65)
                refused.says(f"'-- {directive}:' is not supported by {kind}", "migrations/0001_x.sql")
        return
    stage.write(migration("0001", head="-- lock_timeout: soon\n"))
    stage.call("upgrade").ended(65).says("'soon'", "migrations/0001_x.sql:1:")
    stage.write(migration("0001", head="-- lock_timeout: 2min\n"))
    shown = {"postgresql": "lock_timeout = '2min'", "psql": "lock_timeout = '2min'"}.get(kind, "lock_wait_timeout")
    stage.call("upgrade", "--dry-run").ended(0).says(shown)
    stage.up()
    head = "-- statement_timeout: 3s\n-- lock_timeout: 2min\n"
    if kind == "mysql":
        stage.write(migration("0002", head=head))
        stage.call("upgrade").ended(65).says("'-- statement_timeout:' is not supported by mysql")
        return
    # The next migration has the limits of the session again.
    seen = "@@max_statement_time, @@lock_wait_timeout" if kind == "mariadb" else SEEN
    stage.write(migration("0002", f"create table limits as select 1 as n, {seen};", head=head))
    stage.write(migration("0003", f"insert into limits select 2, {seen};"))
    stage.up()
    own, after = stage.database.rows("select * from limits order by n")
    equal(own[1:], ["3.000000", "120"] if kind == "mariadb" else ["3s", "2min"], "the limits of the file")
    holds(own[1] != after[1] and own[2] != after[2], f"the limits of the next file: {after[1:]}")


@behaviour
def a_server_that_starts_late_is_waited_for(stage: Stage) -> None:
    parts = urllib.parse.urlsplit(stage.database.url)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    place = parts.netloc.rpartition(":")[0] + f":{port}"
    url = parts._replace(netloc=place).geturl()
    stage.write(migration("0001"))
    stage.call("status", RUNG_DATABASE=url).ended(69)
    stage.call("status", "--wait", "300ms", RUNG_DATABASE=url).ended(69)
    run = stage.start("upgrade", "--wait", "60s", RUNG_DATABASE=url)
    said = until_told(run, b"waiting for the database")
    server = subprocess.Popen(
        [sys.executable, str(CUTTER), str(parts.port), "words that no server says", str(port)],
        stdout=subprocess.DEVNULL)
    try:
        _, errors = run.communicate(timeout=60)
        equal(run.returncode, 0, f"status; {said}{errors.decode()}")
        stage.applied("0001")
        stage.call("status", RUNG_WAIT="10s", RUNG_DATABASE=url).ended(0).says("1 applied")
    finally:
        server.kill()
        server.wait()


@behaviour
def a_server_that_is_full_is_waited_for(stage: Stage) -> None:
    url, client = stage.database.crowded()
    stage.write(migration("0001"))
    holders = [
        subprocess.Popen(client, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=stage.database.environment, text=True)
        for _ in range(3)
    ]
    try:
        for holder in holders:
            holder.stdin.write("select 'here';\n")
            holder.stdin.flush()
            holds("here" in holder.stdout.readline(), "a client is connected")
        for command in ("status", "upgrade"):
            refused = stage.call(command, RUNG_DATABASE=url).ended(69)
            holds("too many connections" in refused.errors or "max_user_connections" in refused.errors, refused.errors)
        run = stage.start("upgrade", "--wait", "60s", RUNG_DATABASE=url)
        said = until_told(run, b"waiting for the database")
    finally:
        for holder in holders:
            holder.communicate(timeout=60)
    _, errors = run.communicate(timeout=60)
    equal(run.returncode, 0, f"status; {said}{errors.decode()}")
    stage.applied("0001")
