#!/usr/bin/env python3
"""The driver for ClickHouse, tried with chdb, the real engine in one process.

usage: clickhouse.py [RUNG]      the executable, 'rung' unless told otherwise; this Python has chdb
exit status: 0 passed, 1 failed

There is no server here. What its sessions see of each other is tried with several connections in one process.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import chdb

RUNG = shutil.which(sys.argv[1] if len(sys.argv) > 1 else "rung")
# A whole script, split and run by the engine itself, as 'clickhouse local --path FOLDER' would.
CLIENT = "import chdb, sys; chdb.connect(sys.argv[1]).query(sys.stdin.read())"
failures = 0


def check(what, holds, seen=""):
    global failures
    failures += not holds
    print(("ok      " if holds else "not ok  ") + what)
    if not holds and seen:
        print("        " + str(seen).replace("\n", "\n        "))


class Project:
    """A folder with settings, migrations and, once made, a database."""

    def __init__(self, folder, migrations):
        self.folder = pathlib.Path(folder)
        (self.folder / "migrations").mkdir(parents=True)
        (self.folder / "rung.toml").write_text('database = "clickhouse:app"\n[migration]\nlock_timeout = "20s"\n')
        for name, text in migrations.items():
            self.write(name, text)
        # No program 'clickhouse' of the machine's.
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith(("RUNG_", "DATABASE_URL", "CLICKHOUSE_"))}
        self.environment |= {"RUNG_PYTHON": sys.executable, "PATH": "/usr/bin:/bin"}

    def write(self, name, text):
        (self.folder / "migrations" / name).write_text(text)

    def start(self, *arguments):
        return subprocess.Popen([RUNG, *arguments], cwd=self.folder, env=self.environment, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

    def rung(self, *arguments):
        run = self.start(*arguments)
        output, errors = run.communicate()
        return subprocess.CompletedProcess(arguments, run.returncode, output, errors)

    def client(self, script):
        return subprocess.run([sys.executable, "-c", CLIENT, str(self.folder / "app")], input=script, text=True,
                              capture_output=True)

    def query(self, query):
        connection = chdb.connect(str(self.folder / "app"))
        try:
            return connection.query(query, "TSV").bytes().decode()
        finally:
            connection.close()

    def contents(self):
        """The tables, their rows, and the rows of Rung's own without times and claims."""
        tables = self.query("select name, create_table_query from system.tables where database = 'default' order by name")
        rows = [self.query(query) for query in [
            "select * from events order by id", "select * from counts",
            "select version_num, version_type, execution_sequence, description, checksum, applied_by, replaces "
            "from ddl_migrations order by version_num",
            "select count() from ddl_migrations_progress final where gone = 0"]]
        return re.sub(r"UUID '[^']*'", "", tables), rows


EVENTS = r"""-- name: migrate-0001-up
-- It's hard to read: 'a\';b'
create table events (
  id UInt64, // a number; of its own
  name String default 'it\'s; "x"' # the name; quoted
) engine = MergeTree order by id;
insert into events values (1, 'a;\'b'), (3, 'a''b'), (4, 'tab	\n'), (5, '-- Zürich 東京');
insert into events select 2, $x$it's; here$x$;
#! the same; for a shell
alter table events add column `odd;\`name` Nullable(Int32), add column "other;""one" Int32;
/* it is /* nested; */ ; */ alter table events update name = concat(name, '!') where id = 1;
create view counts as select count() as n, max(name) as last from events;
-- name: migrate-0001-down
drop view counts;
drop table events;
"""
MORE = """-- transactional: true
-- name: migrate-0002-up
insert into events (id) select number + 10 from numbers(3);
alter table events delete where id = 2;
-- name: migrate-0002-down
delete from events where id > 9;
"""


def whole_way(folder):
    project = Project(folder / "run", {"0001_events.sql": EVENTS, "0002_more.sql": MORE})
    done = project.rung("status")
    check("status of a folder that is not there, which stays so",
          done.returncode == 0 and "2 pending" in done.stdout and not (project.folder / "app").exists(), done)
    done = project.rung("upgrade")
    check("upgrade", done.returncode == 0 and "applied 2 migrations" in done.stdout + done.stderr, done)
    rows = project.query("select id, name from events where id < 9 order by id").splitlines()
    check("what is quoted arrives as it is", rows == [
        "1\ta;\\'b!", "3\ta\\'b", "4\ttab\\t\\n", "5\t-- Zürich 東京"], rows)
    done = project.rung("upgrade")
    check("upgrade with nothing to do", done.returncode == 0 and "2 applied" in project.rung("status").stdout, done)

    printed = Project(folder / "printed", {"0001_events.sql": EVENTS, "0002_more.sql": MORE})
    script = printed.rung("upgrade", "--dry-run")
    check("dry run, which makes nothing", script.returncode == 0 and not (printed.folder / "app").exists() and
          f"-- run with: clickhouse local --path {printed.folder}/app --multiquery" in script.stdout, script)
    done = printed.client(script.stdout)
    check("the engine runs the printed script", done.returncode == 0, done.stderr)
    here, there = project.contents(), printed.contents()
    check("with the result of a run", "5\t" in here[1][0] and here == there, (here, there))
    again = printed.client(script.stdout)
    check("the printed script that comes too late is refused",
          again.returncode != 0 and "another run was first" in again.stderr, again)
    check("and leaves nothing", printed.contents() == there)

    done = project.rung("downgrade", "base")
    left = project.query("show tables").split()
    check("downgrade", done.returncode == 0 and left == ["ddl_migrations", "ddl_migrations_progress"], (done, left))
    (project.folder / "migrations/0002_more.sql").rename(project.folder / "migrations/0003_more.sql")
    project.write("0003_more.sql", MORE.replace("0002", "0003"))
    check("upgrade again", project.rung("upgrade").returncode == 0)
    project.write("0004_more.sql", MORE.replace("0002", "0004"))
    (project.folder / "migrations/0003_more.sql").unlink()
    done = project.rung("upgrade")
    seen = project.query("select version_num, execution_sequence from ddl_migrations order by 2")
    check("a renamed file keeps its row", done.returncode == 0 and seen == "0001\t1\n0004\t2\n", (done, seen))
    done = project.rung("verify")
    check("what does not exist here says so", done.returncode != 0 and "clickhouse" in done.stderr, done)


FAILING = """-- name: migrate-0001-up
create table t (a Int32) engine = MergeTree order by a;
/* a word
   before */
insert into t select toInt32('x');
insert into t values (2);
-- name: migrate-0001-down
drop table t;
"""
IGNORED = """-- name: migrate-0002-up
insert into t values (3);
#no comment: ClickHouse stops here, without an error
insert into t values (4);
"""
STUCK = """-- name: migrate-0003-up
create table s (id Int32, n String) engine = MergeTree order by id;
insert into s values (1, '7'), (2, 'x');
alter table s modify column n Int32;
"""


def failures_and_resume(folder):
    project = Project(folder, {"0001_t.sql": FAILING})
    done = project.rung("upgrade")
    check("a failure has its place, and the words of ClickHouse", done.returncode == 1 and
          "migrations/0001_t.sql:5:1: error: cannot apply '0001': Code: 6. DB::Exception: Cannot parse" in done.stderr, done)
    check("what was before it stays, and is counted", "after 1 statement" in project.rung("status").stdout)
    check("upgrade waits for that to be settled", project.rung("upgrade").returncode == 1)
    project.write("0001_t.sql", FAILING.replace("toInt32('x')", "1"))
    done = project.rung("upgrade", "--resume")
    check("it is taken up again", done.returncode == 0 and project.query("select a from t order by a") == "1\n2\n", done)

    project.write("0002_ignored.sql", IGNORED)
    done = project.rung("upgrade")
    check("a statement that ClickHouse would ignore is refused", done.returncode == 1 and
          "0002_ignored.sql:3:" in done.stderr and "no statement begins like this" in done.stderr, done.stderr)
    project.write("0002_ignored.sql", IGNORED.replace("#no", "# no"))
    check("and is a comment with a blank", project.rung("upgrade", "--resume").returncode == 0 and
          project.query("select count() from t") == "4\n")

    project.write("0003_stuck.sql", STUCK)
    done = project.rung("upgrade")
    check("a change of a type that fails", done.returncode == 1 and "0003_stuck.sql:4:" in done.stderr and
          "after 2 statements" in project.rung("status").stdout, done.stderr)
    kind = project.query("select type from system.columns where table = 's' and name = 'n'")
    check("has changed the type all the same, which is ClickHouse's way", kind == "Int32\n", kind)
    done = project.rung("resolve", "0003", "--reverted")
    check("resolve", done.returncode == 0 and "1 pending" in project.rung("status").stdout, done)
    done = project.rung("stamp", "0003")
    check("stamp", done.returncode == 0 and "3 applied" in project.rung("status").stdout, done)


LONG = """-- name: migrate-0001-up
create table a (id Int32) engine = MergeTree order by id;
create table b engine = MergeTree order by n as
  select number as n from numbers(3) where sleepEachRow(1) = 0 settings max_block_size = 1;
insert into a select number from numbers(60) where sleepEachRow(1) = 0 settings max_block_size = 1;
create table c (id Int32) engine = MergeTree order by id;
"""


def killed(folder):
    project = Project(folder, {"0001_long.sql": LONG})

    def kill(name, look=None, *arguments):
        run = project.start("upgrade", *arguments)
        while not (project.folder / f"app/metadata/default/{name}.sql").exists() and run.poll() is None:
            time.sleep(0.1)
        time.sleep(1)
        seen = project.rung("status", "--lock-timeout", "1s") if look else None
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        return seen

    second = kill("a", True)
    check("a folder belongs to one process", second.returncode == 75, second)
    check("a run that was killed", "after 1 statement" in project.rung("status").stdout)
    kill("b", None, "--resume")
    check("a table that was not there is made again", "after 2 statements" in project.rung("status").stdout and
          project.query("select count() from b") == "3\n")
    done = project.rung("upgrade", "--resume")
    check("rows may be there or not, so it asks", done.returncode == 1 and "0001_long.sql:5:" in done.stderr and
          "it is not known whether this statement ran" in done.stderr, done)
    done = project.rung("resolve", "0001", "--finished", "3")
    check("goes on after the answer", done.returncode == 0 and project.rung("upgrade", "--resume").returncode == 0 and
          project.query("show tables like '_'") == "a\nb\nc\n", done)


def at_once(folder):
    project = Project(folder, {"0001_events.sql": EVENTS, "0002_more.sql": MORE})
    runs = [project.start("upgrade") for _ in range(3)]
    said = [run.communicate() for run in runs]
    check("three runs at once, each migration once", all(run.returncode == 0 for run in runs) and
          project.query("select version_num from ddl_migrations order by 1") == "0001\n0002\n", said)


def claims(folder):
    """Sessions of one server: a claim is never given to two of them."""
    project = Project(folder, {"0001_events.sql": EVENTS})
    script = project.rung("upgrade", "--dry-run").stdout
    tables = script[script.index("create table if not exists"):script.index("-- 0001: ")]
    claim = re.search(r"create temporary table rung_claim.*?drop temporary table rung_claim;", script, re.S)[0]
    finish = script[script.rindex("insert into `ddl_migrations` ") if "insert into `ddl_migrations` " in script
                    else script.rindex("insert into `ddl_migrations`\n"):]
    database = str(folder / "app")
    owner = chdb.connect(database)
    owner.query(tables)
    won, odd = [], []

    def session(version, gate):
        connection = chdb.connect(database)
        gate.wait()
        try:
            connection.query(claim.replace("'0001'", f"'{version}'"))
            won.append(version)
        except Exception as error:
            if "Code: 395. DB::Exception: another run was first" not in str(error):
                odd.append(str(error))
        connection.close()

    rounds = [f"{number:04}" for number in range(1, 21)]
    for version in rounds:
        gate = threading.Barrier(3)
        threads = [threading.Thread(target=session, args=(version, gate)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    query = "select version_num from ddl_migrations_progress final where gone = 0 order by 1"
    held = str(owner.query(query, "TSV")).split()
    check("no claim for two of three sessions", not odd and len(won) == len(set(won)) and sorted(won) == held, (won, held, odd))
    for version in rounds:
        if version not in won:
            session(version, threading.Barrier(1))
    check("a claim that nobody got can be had", sorted(won) == rounds, won)
    session("0001", threading.Barrier(1))
    check("one that somebody has cannot", sorted(won) == rounds, won)
    owner.query(finish)
    session("0001", threading.Barrier(1))
    check("nor one whose migration was applied since", sorted(won) == rounds and not odd, odd)
    owner.close()


def protocol(folder):
    project = Project(folder, {})
    done = project.rung("drivers", "test", "clickhouse:app")
    lines = done.stdout.splitlines()
    notes = [line.strip() for line in lines if line.startswith(" ")]
    check("rung drivers test", done.returncode == 0 and len(lines) == 16 and
          notes == ["its dialect has no transactions"], done.stdout + done.stderr)


with tempfile.TemporaryDirectory() as top:
    for part in whole_way, failures_and_resume, killed, at_once, claims, protocol:
        begun = time.monotonic()
        part(pathlib.Path(top) / part.__name__)
        print(f"# {part.__name__}: {time.monotonic() - begun:.1f} s")
sys.exit(1 if failures else 0)
