"""What a run leaves that dies anywhere in a migration without a transaction, and how the next one goes on.

A printed script holds what a run sends, so the client with a part of it is a run that died there.
"""

import os
import signal
import subprocess
import time

from declare import MYSQL, behaviour
from stage import Stage, equal, holds, migration

HEAD = "-- transactional: false\n"
EVERYWHERE = [
    "create table a (i integer, n integer);", "insert into a values (1, 1);", "insert into a values (2, 5);",
    "update a set n = n + 1;", "create index a_n on a (n);", "create table b (i integer);", "drop table b;",
    "create view v as select i from a;", "alter table a add column s varchar(20);",
]
OWN = {
    "postgresql": [
        "create schema other;", "set search_path = other, public;", "create table elsewhere (i integer);",
        "create index concurrently a_i on a (i);", "insert into a (i, n) values (3, 3);", "drop index concurrently a_i;",
        "create type mood as enum ('x');", "alter type mood add value 'it''s' before 'x';", "vacuum a;",
        "create index concurrently elsewhere_i on elsewhere (i);",
    ],
    "mariadb": [
        "set @seven = 7;", "insert into a (i, n) values (@seven, 7);", "drop index a_n on a;",
        "alter table a rename column s to r, add index a_r (r), comment = 'a, b';",
        "create table c (i integer primary key, n integer);", "rename table c to d;",
        "alter table d add constraint d_n unique (m), change n m bigint;", "alter table d drop index d_n;",
        "create trigger g before insert on a for each row set new.n = new.n + 1;", "insert into a (i, n) values (8, 8);",
        "create procedure p() select 1;", "drop procedure p;", "drop view v;", "alter table a engine = innodb;",
    ],
}
OWN |= {"psql": OWN["postgresql"], "mysql": OWN["mariadb"]}
# 'make torture' tries every death; otherwise one of so many is tried, fewer where each command starts programs.
STRIDE = {"sqlite": 1, "postgresql": 3, "mariadb": 3, "mysql": 3}


def script(stage: Stage, *words: str) -> list[str]:
    """The lines of the script that a run would send."""
    return stage.call(*words, "--dry-run").ended(0).out.splitlines(keepends=True)


def resumed(stage: Stage, verb: str = "upgrade") -> None:
    """Goes on as a user does: the command again, and `--resume` where that is asked for."""
    again = stage.call(verb)
    if again.status != 0:
        again.ended(1).says(f"run 'rung {verb} --resume'")
        stage.call(verb, "--resume").ended(0)
    equal(stage.progress(), [], "progress, after the next run")


@behaviour
def a_run_that_dies_anywhere_is_resumed(stage: Stage) -> None:
    stage.write(migration("0001", "\n".join([*EVERYWHERE, *OWN.get(stage.database.kind, [])]), head=HEAD))
    lines = script(stage, "upgrade")
    stage.up()
    whole = stage.database.dump()
    first = next(number for number, line in enumerate(lines) if line.startswith("create table a"))
    last = lines.index("-- at the end\n") if "-- at the end\n" in lines else len(lines)
    ends = [number for number in range(first - 3, last) if lines[number].endswith(";\n")]
    stride = 1 if os.environ.get("RUNG_TEST_EVERY") == "yes" else STRIDE.get(stage.database.kind, 11)
    for number in ends[::stride]:
        line = lines[number]
        stage.renew()
        sent = stage.database.send("".join(lines[:number + 1]))
        holds(sent.returncode == 0, f"the client, with the script up to {line!r}: {sent.stderr.decode()}")
        resumed(stage)
        equal(stage.database.dump(), whole, f"the database, after a death behind {line!r}")


UNSURE = {"postgresql": "select make('x');", "psql": "select make('x');"} | dict.fromkeys(MYSQL, "call make('x');")
MAKE = {
    "postgresql": "create function make(t text) returns void language sql as $$ insert into a values (t) $$;",
    "mariadb": "create procedure make(t text) insert into a values (t);",
}
MAKE |= {"psql": MAKE["postgresql"], "mysql": MAKE["mariadb"]}


@behaviour
def what_cannot_be_known_after_a_death_is_asked(stage: Stage) -> None:
    kind = stage.database.kind
    setup = f"create table a (t varchar(9));\n{MAKE[kind]}"
    for ran in (True, False):
        stage.database = stage.another()
        up = f"insert into a values ('b');\n{UNSURE[kind]}\ninsert into a values ('c');"
        stage.write(migration("0001", setup, head=HEAD))
        stage.up("0001")
        stage.write(migration("0002", up, head=HEAD))
        lines = script(stage, "upgrade")
        at = lines.index(f"{UNSURE[kind]}\n")
        sent = stage.database.send("".join(lines[:at + ran]))
        equal(sent.returncode, 0, "the client, with a part of the script")
        asked = stage.call("upgrade", "--resume").ended(1)
        asked.says("'0002' cannot be resumed: it is not known whether this statement ran", "migrations/0002_x.sql:4:1")
        asked.says(UNSURE[kind], "rung resolve 0002 --finished 2", "otherwise 'rung resolve 0002 --finished 1'")
        stage.call("resolve", "0002", "--finished", "2" if ran else "1").ended(0)
        stage.up("--resume")
        equal(sorted(row[0] or "" for row in stage.database.rows("select t from a")), ["b", "c", "x"], "rows")
        (stage.folder / "migrations" / "0002_x.sql").unlink()


@behaviour
def an_index_that_is_half_made_is_made_again(stage: Stage) -> None:
    """Only if it was not there before the statement."""
    invalid = "select relname from pg_index join pg_class on oid = indexrelid where not indisvalid"
    up = "create unique index concurrently a_i on a (i);\ninsert into a values (7);"
    filled = "create table a (i integer);\ninsert into a values (1), (1);"
    stage.write(migration("0001", filled), migration("0002", "select 1;\n" + up, head=HEAD))
    stage.up("0001")
    # A run takes away what the database has left; a client does not.
    stage.call("upgrade").ended(1).says("migrations/0002_x.sql:4:1", "run 'rung upgrade --resume'")
    equal((stage.database.rows(invalid), stage.progress()), ([], [["0002", "up", "1"]]), "invalid indexes, progress")
    stage.call("resolve", "0002", "--reverted").ended(0)
    lines = script(stage, "upgrade")
    holds(stage.database.send("".join(lines)).returncode != 0, "the client found no error")
    equal(stage.database.rows(invalid), [["a_i"]], "invalid indexes")
    stage.database.execute("delete from a;")
    stage.up("--resume").says("a_i")
    equal((stage.database.rows(invalid), stage.column("a", "i")), ([], ["7"]), "invalid indexes, rows")
    # One that was there before is the user's.
    stage.database.execute("drop index a_i;\ninsert into a values (7);")
    stage.database.send("create unique index concurrently b_i on a (i);\n")
    stage.write(migration("0003", up.replace("a_i", "b_i"), head=HEAD))
    stage.call("upgrade").ended(1).says('relation "b_i" already exists')
    equal(stage.database.rows(invalid), [["b_i"]], "invalid indexes")


@behaviour
def a_failure_in_a_transaction_of_the_file_is_resumed(stage: Stage) -> None:
    """What the file's own transaction had done is rolled back, and counted as not done."""
    first = "create table a (i integer);\nbegin;\ninsert into a values (1);\n"
    last = "commit;\ninsert into a values (3);"
    stage.write(migration("0001", f"{first}insert into nowhere values (2);\n{last}", head=HEAD))
    stage.write(migration("0002"))
    stage.call("upgrade", "--continue-on-error").ended(1).says("migrations/0001_x.sql:6:")
    equal((stage.column("a", "i"), stage.progress()), ([], [["0001", "up", "1"]]), "rows, and progress")
    stage.write(migration("0001", f"{first}insert into a values (2);\n{last}", head=HEAD))
    stage.up("--resume")
    equal((stage.column("a", "i"), stage.progress()), (["1", "2", "3"], []), "rows, and progress, after the next run")


@behaviour
def a_run_that_is_stopped_says_what_remains(stage: Stage) -> None:
    """Ctrl-C and SIGTERM cancel the statement, and the run ends by the signal, as its caller expects."""
    stage.write(migration("0001", "create table a (i integer);"))
    stage.up()
    slow = stage.database.slow(30)
    for number, head, remains in (
        (signal.SIGINT, "", "nothing of '0002' remains; run again"),
        (signal.SIGTERM, "", "nothing of '0002' remains; run again"),
        (signal.SIGINT, HEAD, "earlier statements are kept; run 'rung upgrade --resume'"),
    ):
        stage.write(migration("0002", f"insert into a values (1);\n{slow}", head=head))
        run = stage.start("upgrade")
        time.sleep(1)
        run.send_signal(number)
        _, errors = run.communicate(timeout=20)
        equal(run.returncode, -number, f"status; {errors.decode()}")
        said = errors.decode()
        name = "Ctrl-C" if number == signal.SIGINT else "SIGTERM"
        for words in (f"cannot apply '0002': stopped by {name}", "migrations/0002_x.sql:", remains):
            holds(words in said, f"it does not say {words!r}: {said}")
        equal(stage.column("a", "i"), ["1"] if head else [], "rows")
    # Waiting for another run ends, too.
    other = stage.start("upgrade", "--resume")
    time.sleep(1)
    waiting = stage.start("upgrade", "--resume")
    time.sleep(0.5)
    waiting.send_signal(signal.SIGTERM)
    _, errors = waiting.communicate(timeout=20)
    equal((waiting.returncode, b"stopped by SIGTERM" in errors), (-signal.SIGTERM, True), errors.decode())
    other.kill()
    other.communicate()


@behaviour
def the_log_of_a_dead_client_is_applied(stage: Stage) -> None:
    """DuckDB cannot apply it where it may not write, and even a query would fail from then on."""
    stage.write(migration("0001"))
    stage.up()
    text = "create table h (i integer, n integer);\ninsert into h values (1, 1);\ncreate index h_n on h (n);\nselect 'done';\n"
    client = subprocess.Popen(
        stage.database.client(), env=stage.database.environment, bufsize=0, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE)
    assert client.stdin and client.stdout
    client.stdin.write(text.encode())
    said = b""
    while b"done" not in said:
        said += client.stdout.read(1)
    client.kill()
    client.communicate()
    if stage.kind.release() < 2:
        stage.call("status").ended(69).says("a program that died has left this; rung upgrade applies it")
    else:
        stage.call("status").ended(0).says("1 applied")
    stage.write(migration("0002", "insert into h values (2, 2);"))
    stage.up()
    equal((stage.column("h", "i"), stage.states()), (["1", "2"], {"0001": "applied", "0002": "applied"}), "rows, states")
