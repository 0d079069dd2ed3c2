"""Hold the programs `rung-driver-…` to the protocol of docs/formats.md, section 13, each with its real client.

usage: check.py NAME...       NAME is duckdb, psql or sqlite3
environment: PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE say which PostgreSQL psql is to be tried with; tables
and a role are made and dropped there, and it asks members of the role rung_guarded for their password, as Tests/run
has it do. `duckdb`, `psql` and `sqlite3` have to be on the PATH.
exit status: 0 all holds; 1 something does not, and is printed
"""

import csv
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRET = os.environ.get("PGPASSWORD", "")
WEIRD = "a\tb\nc\r\\d\\N é😀'\" , {[]}:\x01\x7f"


@dataclass
class Driver:
    """One program, with a database of its own."""

    name: str
    folder: Path
    awk: str
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        path = f"{self.folder}/tools:{inherited['PATH']}"
        return {**inherited, "PATH": path, "TMPDIR": f"{self.folder}/tmp", "RUNG_DB_ACCESS": "make", **self.variables}

    @property
    def command(self) -> list[str]:
        # As Rung runs what its executable carries inside.
        return ["/bin/sh", "-c", (ROOT / "bin" / f"rung-driver-{self.name}").read_text(), f"rung-driver-{self.name}"]

    def call(self, verb: str, text: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            [*self.command, verb], input=text.encode(), env={**self.environment, **variables}, cwd=self.folder,
            capture_output=True, check=False,
        )
        return subprocess.CompletedProcess(
            ended.args, ended.returncode, ended.stdout.decode(errors="replace"), ended.stderr.decode(errors="replace"))

    def start(self, verb: str = "run") -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self.command, verb], env=self.environment, cwd=self.folder, bufsize=0,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def rows(self, query: str, **variables: str) -> list[list[str | None]]:
        ended = self.call("rows", query, **variables)
        assert ended.returncode == 0, ended.stderr
        return [[None if value == "\\N" else unescaped(value) for value in line.split("\t")]
                for line in ended.stdout.split("\n")[:-1]]

    def run(self, script: str, **variables: str) -> str:
        ended = self.call("run", script, **variables)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def fails(self, script: str, status: int, *beginning: str, verb: str = "run", **variables: str) -> str:
        """Standard error, whose lines begin as said."""
        ended = self.call(verb, script, **variables)
        assert ended.returncode == status, (ended.returncode, status, ended.stderr)
        for said, wanted in zip(ended.stderr.split("\n"), beginning, strict=False):
            assert said.startswith(wanted), (said, wanted, ended.stderr)
        return ended.stderr

    def literal(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def marker(self, number: int) -> str:
        return {"psql": f"\\echo rung step {number}\n", "sqlite3": f".print rung step {number}\n"}.get(
            self.name, f"select 'rung step ' || {number};\n")


def unescaped(value: str) -> str:
    plain = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    parts = iter(value)
    return "".join(plain[next(parts)] if part == "\\" else part for part in parts)


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def children(of: int) -> dict[int, str]:
    """All processes below one, with what they were called."""
    found: dict[int, str] = {}
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    parents = {of}
    for _ in range(5):
        for line in listed.splitlines():
            pid, parent, *words = line.split()
            if int(parent) in parents and int(pid) not in found:
                found[int(pid)] = " ".join(words)
        parents |= set(found)
    return found


def clients_below(driver: Driver, pid: int) -> list[int]:
    return [child for child, words in children(pid).items() if words.split()[0].rsplit("/", 1)[-1] == driver.name]


# Each check is one sentence of the protocol.


def tells_its_client(driver: Driver) -> None:
    lines = dict(line.split("\t", 1) for line in driver.call("about").stdout.splitlines())
    assert lines["client"] == driver.name and lines["version"], lines


def says_that_the_client_is_missing(driver: Driver) -> None:
    bare = driver.folder / "bare"
    bare.mkdir()
    for tool in ("sh", "awk", "cat", "mktemp", "rm", "wc", "head", "sed", "od", "tr"):
        (bare / tool).symlink_to(shutil.which(tool) or "")
    for verb in ("about", "rows", "run"):
        driver.fails("select 1;\n", 69, f"cannot find '{driver.name}'", verb=verb, PATH=str(bare))


def gives_values_exactly(driver: Driver) -> None:
    driver.run("create table made (a int);\n")
    values = [None, WEIRD, "\\N", "", "x", "null", "rung null", "\\", "\n", "\n\n\"\n", "a,b", '"', "last"]
    list_ = ", ".join("null" if value is None else driver.literal(value) for value in values)
    said = driver.rows(f"select {list_};\n")
    assert said == [values], said
    assert driver.rows("select 12, -1, 12345678901234 ; -- and a comment\n") == [["12", "-1", "12345678901234"]]
    assert driver.rows("select 'a' union all select null union all select '';\n") == [["a"], [None], [""]]
    assert driver.rows("select 1 where 1 = 0;\n") == []
    long = "é\\n\t" * 400_000
    assert driver.rows(f"select {driver.literal(long)};\n") == [[long]]


def reads_what_the_client_of_debian_13_writes(driver: Driver) -> None:
    """sqlite3 3.46 leaves the backslash out of '\\u0001' in JSON; elsewhere it is taken away here."""
    if driver.name != "sqlite3":
        return
    folder = driver.folder / "old"
    folder.mkdir()
    client = folder / "sqlite3"
    client.write_text(f"#!/bin/sh\n'{shutil.which('sqlite3')}' \"$@\" | sed 's/[\\]u00/u00/g'\n")
    client.chmod(0o755)
    assert '"u0001"' in subprocess.run([client, "-json"], input="select char(1);", capture_output=True, text=True).stdout
    path = f"{folder}:{driver.environment['PATH']}"
    gives_values_exactly(replace(driver, variables={**driver.variables, "PATH": path}))


def does_not_write_for_rows(driver: Driver) -> None:
    driver.run("create table kept (a int);\ninsert into kept values (1);\n")
    assert driver.call("rows", "delete from kept;\n").returncode != 0
    assert driver.rows("select count(*) from kept;\n") == [["1"]]


def answers_queries_from_one_client(driver: Driver) -> None:
    if driver.name != "psql":
        driver.fails("select 1;\n", 64, verb="session")
        return
    driver.run("create table many (a int);\n")
    asked: list[str] = []

    def begun() -> tuple[subprocess.Popen[bytes], dict[str, str]]:
        process = driver.start("session")
        assert process.stdout
        return process, dict(line.decode().rstrip("\n").split("\t", 1) for line in iter(process.stdout.readline, b"ready\n"))

    def answer(process: subprocess.Popen[bytes], head: dict[str, str], query: str) -> list[list[str | None]] | None:
        assert process.stdin and process.stdout
        asked.append(query)
        mark = f"rung step {len(asked)}\n"
        end = unescaped(head["end"]).replace(":step", str(len(asked)))
        process.stdin.write(f"{unescaped(head['begin'])}\n{query}\n{end}\n".encode())
        text = b""
        while not text.endswith(mark.encode()):
            line = process.stdout.readline()
            if not line:
                return None
            text += line
        rows = csv.reader(io.StringIO(text.decode()[:-len(mark)], newline=""))
        null = head["format"].removeprefix("csv ")
        return [[None if value == null else value for value in row] for row in rows]

    process, head = begun()
    assert answer(process, head, "select 1;") == [["1"]]
    list_ = ", ".join("null" if value is None else driver.literal(value) for value in (None, WEIRD, "", "null", "\\N"))
    assert answer(process, head, f"select {list_};") == [[None, WEIRD, "", "null", "\\N"]]
    assert answer(process, head, "select 1 where false;") == []
    assert answer(process, head, "select repeat('x', 100000);") == [["x" * 100_000]]
    for count in range(3):
        assert answer(process, head, "select count(*) from many;") == [[str(count)]]
        driver.run("insert into many values (1);\n")
    driver.run("set lock_timeout = '1s';\ndrop table many;\ncreate table many (a int);\n")
    process.stdin.close()
    assert process.wait(20) == 0 and process.stderr.read() == b""
    for query, status, said in (
        ("select nowhere;", 1, b'column "nowhere" does not exist\n'), ("delete from many;", 1, b"cannot execute DELETE in a read-only"),
        ("select pg_terminate_backend(pg_backend_pid());", 69, b"terminating connection due to administrator"),
    ):
        process, head = begun()
        assert answer(process, head, "select 2;") == [["2"]]
        assert answer(process, head, query) is None
        ended, errors = process.wait(20), process.stderr.read()
        assert ended == status and errors.startswith(said), (ended, errors)


def makes_no_file_to_look(driver: Driver) -> None:
    if driver.name == "psql":
        driver.fails("", 69, verb="rows", RUNG_DB_NAME="rung_none")
        return
    assert driver.rows("select 1;\n", RUNG_DB_NAME="none.db", RUNG_DB_ACCESS="look") == []
    assert not (driver.folder / "none.db").exists()
    driver.fails("create table t (a int);\n", 69, RUNG_DB_NAME="no/folder.db")
    (driver.folder / "text.db").write_text("this is no database\n" * 100)
    driver.fails("create table t (a int);\n", 69, RUNG_DB_NAME="text.db")
    driver.fails("select 1 from t;\n", 69, RUNG_DB_NAME="text.db", verb="rows")


def reads_a_write_ahead_log(driver: Driver) -> None:
    if driver.name != "sqlite3":
        return
    driver.run("pragma journal_mode = wal;\ncreate table t (a);\ninsert into t values (1);\n", RUNG_DB_NAME="?%#w.db")
    assert driver.rows("select a from t;\n", RUNG_DB_NAME="?%#w.db") == [["1"]]
    assert [path.name for path in driver.folder.glob("*w.db*")] == ["?%#w.db"]


def takes_back_what_a_dead_client_left(driver: Driver) -> None:
    if driver.name != "sqlite3":
        return
    driver.run("create table t (a);\ninsert into t values (1);\n", RUNG_DB_NAME="open.db")
    writer = sqlite3.connect(driver.folder / "open.db", isolation_level=None)
    # So small a cache that rows of the open transaction are in the file, and those before them in the journal.
    writer.execute("pragma cache_size = 1")
    writer.execute("begin")
    writer.executemany("insert into t values (?)", [("x" * 100,)] * 5000)
    for suffix in ("", "-journal"):
        shutil.copy(driver.folder / f"open.db{suffix}", driver.folder / f"left.db{suffix}")
    writer.close()
    # Who may only look cannot take it back, and leaves it for somebody else.
    driver.fails("select count(*) from t;\n", 69, verb="rows", RUNG_DB_NAME="left.db", RUNG_DB_ACCESS="look")
    assert driver.rows("select count(*) from t;\n", RUNG_DB_NAME="left.db") == [["1"]]
    assert [path.name for path in driver.folder.glob("left.db*")] == ["left.db"]


def stops_at_the_first_error(driver: Driver) -> None:
    driver.run("create table t (a int primary key, b int not null);\n")
    start = "begin;\ninsert into t values (1, 1);\n"
    driver.fails(f"{start}select x\nfrom nothing\nwhere 1 = 1;\ncommit;\n", 1, "line ")
    assert driver.rows("select count(*) from t;\n") == [["0"]]


def tells_line_and_kind(driver: Driver) -> None:
    driver.run("create table kinds (a int primary key, b int not null, c int check (c > 0));\n")
    key = "insert into kinds values (1, 1, 1);\n\n-- it's a comment;\n\ninsert\n  into kinds values (1, 1, 1);\nselect 2;\n"
    assert driver.fails(key, 3).startswith(("line 5: ", "line 6: "))
    driver.fails("select 1; select 2;\ninsert into kinds values (2, null, 1);\n", 3, "line 2: ")
    driver.fails("\n\n\ninsert into kinds values (3, 3, 0);\n", 1, "line 4: ")
    where = driver.fails("select 1;\n\nselect a,\n  nowhere,\n  b\nfrom kinds;\n", 1)
    assert where.startswith("line 3: " if driver.name == "sqlite3" else "line 4: "), where
    driver.fails("select ';\n' as \"a;\nb\";\nselect 1;\n/* a;\n*/\nselec;\n", 1, "line 7: ")
    driver.fails("select nowhere;\n", 1, verb="rows")
    far = "select 1;\n" * 5000
    driver.fails(f"{far}insert into kinds values (1, 1, 1);\n{far}", 3, "line 5001: ")


def does_not_run_half_a_statement(driver: Driver) -> None:
    driver.run("create table whole (a int);\ninsert into whole values (1);\n")
    for half in ("delete from whole", "\ndelete\nfrom whole /* x", "delete from whole\nwhere 'a", "delete from whole --"):
        driver.call("run", half)
        assert driver.rows("select count(*) from whole;\n") == [["1"]], half
    if driver.name == "psql":
        driver.fails("copy whole from stdin;\n1\n2\n", 1)
        driver.fails("copy whole from stdin csv;\n1\n2", 1)
        assert driver.rows("select count(*) from whole;\n") == [["1"]]


def gives_markers_as_they_come(driver: Driver) -> None:
    # The script has come to its end, so that the first marker can only be seen while the second step runs.
    slow = {
        "psql": "select pg_sleep(2);\n",
        "sqlite3": "with recursive r(i) as (select 1 union all select i + 1 from r where i < 15000000) select max(i) from r;\n",
        "duckdb": "select sum(hash(i) % 7) from range(1500000000) as t(i);\n",
    }[driver.name]
    process = driver.start()
    assert process.stdin and process.stdout
    process.stdin.write((driver.marker(1) + slow + driver.marker(2)).encode())
    process.stdin.close()
    times: list[float] = []
    for line in process.stdout:
        if b"rung step" in line:
            times.append(time.monotonic())
    assert len(times) == 2 and times[1] - times[0] > 0.5, times
    assert process.wait() == 0
    assert driver.run(driver.marker(12)).split("\n").count("rung step 12") == 1


def takes_a_large_script(driver: Driver) -> None:
    row = "insert into large values ('" + "é;\n" * 30 + "');\n"
    # DuckDB itself takes a minute for twenty megabytes of small statements.
    count = (2_000_000 if driver.name == "duckdb" else 20_000_000) // len(row.encode())
    driver.run("begin;\ncreate table large (a text);\n" + row * count + "commit;\n")
    assert driver.rows("select count(*) from large;\n") == [[str(count)]]
    long = "create table long (a text);\ninsert into long values ('" + "x" * 20_000_000 + "');\nselect no from long;\n"
    driver.fails(long, 1, "line 3: ")
    assert driver.rows("select length(a) from long;\n") == [["20000000"]]


def tells_that_the_client_was_killed(driver: Driver) -> None:
    driver.run("create table killed (a int);\n")
    process = driver.start()
    assert process.stdin and process.stderr and process.stdout
    slow = {
        "psql": "select pg_sleep(60);\n",
        "sqlite3": "with recursive r(i) as (select 1 union all select i + 1 from r) select max(i) from r;\n",
        "duckdb": "select sum(hash(i + j)) from range(1000000000) as t(i), range(1000) as u(j);\n",
    }[driver.name]
    process.stdin.write(f"begin;\ninsert into killed values (1);\n{driver.marker(1)}{slow}commit;\n".encode())
    process.stdin.close()
    while b"rung step 1" not in process.stdout.readline():
        pass
    clients = clients_below(driver, process.pid)
    assert len(clients) == 1, children(process.pid)
    if SECRET:
        assert not any(SECRET in words for words in children(process.pid).values())
    os.kill(clients[0], signal.SIGKILL)
    assert process.wait(90) == 69
    said = process.stderr.read().decode()
    assert said and "line " not in said.split("\n")[0], said
    if driver.name == "psql":  # The server sleeps on, with its lock on the table.
        driver.rows("select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep(60)%';\n")
    assert driver.rows("select count(*) from killed;\n") == [["0"]]
    until(lambda: not children(process.pid))


def does_not_commit_when_nobody_listens(driver: Driver) -> None:
    """Who began it has died: the next marker finds no reader, and comes before the commit."""
    driver.run("create table unheard (a int);\n")
    process = driver.start()
    assert process.stdin and process.stdout
    slow = {
        "psql": "select pg_sleep(1);\n",
        "sqlite3": "with recursive r(i) as (select 1 union all select i + 1 from r where i < 5000000) select max(i) from r;\n",
        "duckdb": "select sum(hash(i) % 7) from range(500000000) as t(i);\n",
    }[driver.name]
    body = f"begin;\ninsert into unheard values (1);\n{driver.marker(1)}{slow}{driver.marker(2)}"
    process.stdin.write(f"{body}commit;\n{driver.marker(3)}".encode())
    process.stdin.close()
    while b"rung step 1" not in process.stdout.readline():
        pass
    process.stdout.close()
    assert process.wait(90) != 0
    assert driver.rows("select count(*) from unheard;\n") == [["0"]]


def tells_that_the_server_went(driver: Driver) -> None:
    if driver.name != "psql":
        return
    driver.fails("select 1;\n\nselect pg_terminate_backend(pg_backend_pid());\n", 69, "line 3: ")
    driver.fails("select 1;\n", 69, verb="rows", RUNG_DB_PORT="1")
    # A server may let everybody in without a look at the password; of members of this role Tests/run has it ask for one.
    made = "create role rung_check login password 'right-word' in role rung_guarded;\n"
    driver.run(f"drop role if exists rung_check;\n{made}")
    try:
        said = driver.rows("select current_user;\n", RUNG_DB_USER="rung_check", RUNG_DB_PASSWORD="right-word")
        assert said == [["rung_check"]], said
        limited = {"RUNG_DB_USER": "rung_check", "RUNG_DB_PASSWORD": "right-word"}
        secret = "\nselect rolpassword from pg_authid;\n"
        driver.fails(secret, 77, "line 2: permission denied for table pg_authid", **limited)
        driver.fails(secret, 77, "permission denied for table pg_authid", verb="rows", **limited)
        wrong = driver.fails("select 1;\n", 69, RUNG_DB_USER="rung_check", RUNG_DB_PASSWORD="wrong-word")
        assert "-word" not in wrong, wrong
    finally:
        driver.run("drop role rung_check;\n")


def tells_that_somebody_has_a_lock(driver: Driver) -> None:
    if driver.name == "psql":
        key = "do $$ begin raise exception 'another run' using errcode = 'lock_not_available'; end $$;\n"
        driver.fails(f"\n{key}", 75, "line 2: another run")
        return
    driver.run("create table locked (a int);\n")
    writer = driver.start()
    assert writer.stdin and writer.stdout
    slow = {
        "sqlite3": "with recursive r(i) as (select 1 union all select i + 1 from r) select max(i) from r;\n",
        "duckdb": "select sum(hash(i + j)) from range(1000000000) as t(i), range(1000) as u(j);\n",
    }[driver.name]
    begin = "begin immediate;\n" if driver.name == "sqlite3" else "begin;\n"
    writer.stdin.write(f"{begin}insert into locked values (1);\n{driver.marker(1)}{slow}".encode())
    writer.stdin.close()
    while b"rung step 1" not in writer.stdout.readline():
        pass
    driver.fails(f"{begin}commit;\n", 75)
    for pid in clients_below(driver, writer.pid):
        os.kill(pid, signal.SIGKILL)
    writer.wait(90)
    driver.run(f"{begin}commit;\n")


def runs_commands_of_the_client(driver: Driver) -> None:
    (driver.folder / "data.csv").write_text("1,one\n2,two\n")
    (driver.folder / "more.sql").write_text("insert into data values (3, 'three');\n")
    (driver.folder / "bad.sql").write_text("select 1;\nselect nowhere;\n")
    make = "create table data (a int, b text);\n"
    if driver.name == "psql":
        driver.run(make + "\\copy data from 'data.csv' csv\n\\if true\n\\i more.sql\n\\else\nno;\n\\endif\n")
        driver.fails("\n\\i bad.sql\nselect 1;\n", 1, "line 2: ", "in bad.sql:2")
        driver.fails("\n\n\\copy data from 'none.csv' csv\n", 1, "line 3: none.csv")
        driver.fails("select 1;\ncopy data from stdin csv;\n1,x\n2,y\nz,z\n3,y\n\\.\nselect 2;\n", 1, "line 5: ")
        driver.fails("\\if true\nselect 1;\n", 1, "line 1: '\\if true' is not closed: reached EOF")
        closed = "\\if true\n\\if false\n\\endif\n\\endif\n"
        for outer in ("true", "false"):
            script = f"{closed}select 1;\n\\if {outer}\n{closed}select 2;\n"
            driver.fails(script, 1, f"line 6: '\\if {outer}' is not closed: reached EOF")
    elif driver.name == "sqlite3":
        driver.run(make + ".mode csv\n.import data.csv data\n.read more.sql\n")
        driver.fails("\n.read bad.sql\nselect 1;\n", 1, "line 2: ", "in line 2 of the file")
        driver.fails("\n\n.read none.sql\n", 1, "line 3: ")
    else:
        return
    assert driver.rows("select a, b from data order by a;\n") == [["1", "one"], ["2", "two"], ["3", "three"]]


def shows_notices(driver: Driver) -> None:
    if driver.name != "psql":
        return
    ended = driver.call("run", "do $$ begin raise notice 'number 5'; raise warning 'w'; end $$;\n")
    assert (ended.returncode, ended.stderr) == (0, "notice: number 5\nwarning: w\n"), ended.stderr
    ended = driver.call("rows", "do $$ begin raise notice 'number 5'; end $$;\n")
    assert (ended.returncode, ended.stderr) == (0, "notice: number 5\n"), ended


def tells_errors_that_are_passed_over(driver: Driver) -> None:
    if driver.name != "psql":
        return
    wrong = "\\set ON_ERROR_STOP 0\nselect no;\n\\nosuch\ndo $$ begin raise notice 'n'; end $$;\nselect 1/0;\n"
    ended = driver.call("run", wrong + driver.marker(1))
    assert (ended.returncode, ended.stdout) == (0, "rung step 1\n"), ended
    said = 'error: column "no" does not exist', "LINE 1: select no;", "               ^", \
        "error: invalid command \\nosuch", "notice: n", "error: division by zero"
    assert ended.stderr.splitlines() == list(said), ended.stderr
    driver.fails(f"{wrong}\\set ON_ERROR_STOP 1\nselect nowhere;\n", 1)


def reaches_the_database_that_was_meant(driver: Driver) -> None:
    """Whatever it is called; and the arguments that it tells for a call by hand reach the same one."""
    if driver.name != "psql":
        return
    asks = "select current_database(), inet_server_port(), current_user, current_setting('application_name');\n"
    host, port = driver.variables["RUNG_DB_HOST"], driver.variables["RUNG_DB_PORT"]
    server = {
        "RUNG_DB_PARAMETERS": f"host={host}\nport={port}\npassword=s3cret\napplication_name=it's \\ $x"}
    named = {"RUNG_DB_USER": driver.variables["RUNG_DB_USER"], "RUNG_DB_NAME": driver.variables["RUNG_DB_NAME"]}
    elsewhere = {"RUNG_DB_HOST": "127.0.0.1", "RUNG_DB_PORT": "1"}
    made = [f"rung {os.getpid()}/{name}" for name in ("a", "it's", "user=x")]
    try:
        driver.run("".join(f'create database "{name}";\n' for name in made))
        calls = [*({"RUNG_DB_NAME": name} for name in made), {}, named | server, named | elsewhere | server]
        for variables in calls:
            [row] = driver.rows(asks, **variables)
            assert row[0] == variables.get("RUNG_DB_NAME", driver.variables["RUNG_DB_NAME"]), row
            about = dict(line.split("\t", 1) for line in driver.call("about", **variables).stdout.splitlines())
            assert "s3cret" not in about["target"], about
            by_hand = subprocess.run(
                ["sh", "-c", f"psql -X -At -F '|' {about['target']} -f -"], input=asks, capture_output=True, text=True,
                env={**driver.environment, "PGAPPNAME": "rung"}, check=False)
            assert by_hand.stdout == "|".join(word or "" for word in row) + "\n", (row, by_hand)
    finally:
        driver.run("".join(f'drop database if exists "{name}";\n' for name in made))


def does_not_read_what_the_user_told_the_client(driver: Driver) -> None:
    for name in (".sqliterc", ".duckdbrc"):
        (driver.folder / name).write_text(".headers on\n.mode column\nselect 'from the file';\n")
    (driver.folder / ".psqlrc").write_text("\\pset format html\n\\echo from the file\n")
    for verb in ("rows", "run"):
        assert driver.call(verb, "select 'x';\n", HOME=str(driver.folder)).stdout.replace("*/ )\n", "") in ("x\n",)


def refuses_what_it_does_not_know(driver: Driver) -> None:
    driver.fails("", 64, verb="nothing")
    if driver.name == "psql":
        for secret in ("sslpassword", "oauth_client_secret", "scram_client_key"):
            driver.fails("", 69, f"psql cannot be given '{secret}'", verb="rows", RUNG_DB_PARAMETERS=f"{secret}=x")
        assert driver.rows("show application_name;\n", RUNG_DB_PARAMETERS="application_name=it's \\") == [["it's \\"]]
    else:
        driver.fails("", 69, verb="rows", RUNG_DB_PARAMETERS="a=b")
        driver.fails("", 69, verb="rows", RUNG_DB_NAME="")


def leaves_nothing_behind(driver: Driver) -> None:
    assert not list((driver.folder / "tmp").iterdir())


CHECKS: list[Callable[[Driver], None]] = [
    tells_its_client, says_that_the_client_is_missing, gives_values_exactly, reads_what_the_client_of_debian_13_writes,
    does_not_write_for_rows, answers_queries_from_one_client,
    makes_no_file_to_look, reads_a_write_ahead_log, takes_back_what_a_dead_client_left,
    stops_at_the_first_error, tells_line_and_kind,
    does_not_run_half_a_statement, gives_markers_as_they_come, takes_a_large_script, tells_that_the_client_was_killed,
    does_not_commit_when_nobody_listens,
    tells_that_the_server_went, tells_that_somebody_has_a_lock, runs_commands_of_the_client, shows_notices,
    tells_errors_that_are_passed_over, reaches_the_database_that_was_meant,
    does_not_read_what_the_user_told_the_client, refuses_what_it_does_not_know, leaves_nothing_behind,
]


def drivers(name: str) -> Iterator[Driver]:
    """The program once with each awk that is here."""
    for awk in ("awk", "gawk", "mawk", "original-awk"):
        path = shutil.which(awk)
        if not path or (awk != "awk" and Path(path).resolve() == Path(shutil.which("awk") or "").resolve()):
            continue
        folder = Path(tempfile.mkdtemp(prefix="rung-driver-"))
        (folder / "tmp").mkdir()
        (folder / "tools").mkdir()
        (folder / "tools" / "awk").symlink_to(path)
        variables = {"RUNG_DB_NAME": "test.db"}
        if name == "psql":
            keys = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
            variables = {f"RUNG_DB_{to}": os.environ[key] for key, to in keys.items() if key in os.environ}
        try:
            yield Driver(name, folder, awk, variables)
        finally:
            shutil.rmtree(folder)


def clear(driver: Driver) -> None:
    tables = ("made", "kept", "t", "kinds", "whole", "large", "long", "killed", "unheard", "locked", "data", "many")
    driver.run("".join(f"drop table if exists {table};\n" for table in tables))


def main() -> int:
    failures = 0
    for name in sys.argv[1:]:
        for driver in drivers(name):
            if name == "psql":
                clear(driver)
            for check in CHECKS:
                label = f"{name} ({driver.awk}) {check.__name__.replace('_', ' ')}"
                try:
                    check(driver)
                    print(f"ok      {label}", flush=True)
                except (AssertionError, subprocess.SubprocessError, OSError) as error:
                    failures += 1
                    print(f"FAILED  {label}\n        {error!r}"[:2000], flush=True)
            if name == "psql":
                clear(driver)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
