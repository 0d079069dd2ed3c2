#!/usr/bin/env python3
"""The driver for Firebird in examples/drivers/firebird, tried with the real isql-fb and its engine.

usage: firebird.py [RUNG]      the executable, 'rung' unless told otherwise
exit status: 0 passed, 1 failed
Debian: firebird3.0-utils, firebird3.0-server-core
"""

import atexit
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples/drivers/firebird"
RUNG = shutil.which(sys.argv[1] if len(sys.argv) > 1 else "rung")
ISQL = ["isql-fb", "-quiet", "-bail", "-noautocommit", "-charset", "UTF8"]
# The engine keeps its locks in /tmp/firebird, which only the user may enter who was first on the machine.
os.environ["FIREBIRD_LOCK"] = tempfile.mkdtemp(prefix="firebird-lock-")
atexit.register(shutil.rmtree, os.environ["FIREBIRD_LOCK"], ignore_errors=True)
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
        (self.folder / "rung.toml").write_text(f'database = "firebird:app.fdb"\nsql = "{EXAMPLE}/sql"\n')
        for name, text in migrations.items():
            self.write(name, text)

    def write(self, name, text):
        (self.folder / "migrations" / name).write_text(text)

    def rung(self, *arguments, program=None):
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith(("RUNG_", "DATABASE_URL", "ISC_"))}
        environment["PATH"] = f"{program or EXAMPLE / 'bin'}:{environment['PATH']}"
        return subprocess.run([RUNG, *arguments], cwd=self.folder, env=environment, text=True, capture_output=True)

    def isql(self, script, database="app.fdb"):
        return subprocess.run([*ISQL, *([database] if database else [])], cwd=self.folder, input=script, text=True,
                              capture_output=True)

    def rows(self, query):
        done = self.isql(f"set heading off;\n{query};\n")
        return [line.split() for line in done.stdout.splitlines() if line.strip()]

    def contents(self):
        """The schema, the rows, and the record without its times; column numbers of constraints are the engine's."""
        schema = subprocess.run(["isql-fb", "-quiet", "-x", "app.fdb"], cwd=self.folder, text=True, capture_output=True)
        data = self.isql(
            "set list on;\n"
            "select * from customers order by id;\nselect id, customer, cents from orders order by id;\n"
            'select version_num, version_type, execution_sequence, description, checksum, applied_by, replaces\n'
            'from "ddl_migrations" order by version_num;\nselect count(*) from "ddl_migrations_progress";\n')
        return re.sub(r"(?m)^/\* CREATE DATABASE.*|INTEG_\d+", "", schema.stdout), data.stdout + data.stderr


def migrations():
    return {path.name: path.read_text() for path in sorted((EXAMPLE / "migrations").iterdir())}


def protocol(folder):
    project = Project(folder, {})
    done = project.rung("drivers", "test", "firebird:app.fdb")
    lines = done.stdout.splitlines()
    check("rung drivers test", done.returncode == 0 and len(lines) == 15 and
          all(line.startswith("ok ") for line in lines), done.stdout + done.stderr)


def whole_way(folder):
    project = Project(folder / "run", migrations())
    done = project.rung("status")
    check("status of a file that is not there, which stays so",
          done.returncode == 0 and "3 pending" in done.stdout and not (project.folder / "app.fdb").exists(), done)
    done = project.rung("upgrade")
    check("upgrade", done.returncode == 0 and "applied 3 migrations" in done.stdout + done.stderr, done)
    done = project.rung("status", "--exit-code")
    check("status", done.returncode == 0 and "3 applied" in done.stdout, done)
    done = project.rung("upgrade")
    check("upgrade with nothing to do", done.returncode == 0, done)

    printed = Project(folder / "printed", migrations())
    printed.isql("create database 'app.fdb' default character set UTF8;\n", database=None)
    script = printed.rung("upgrade", "--dry-run")
    made = printed.rows("select 1 from rdb$relations where rdb$system_flag = 0")
    check("dry run, which makes nothing", script.returncode == 0 and not made, script)
    done = printed.isql(script.stdout)
    check("the printed script runs in isql-fb", done.returncode == 0 and not done.stderr, done.stderr)
    here, there = project.contents(), printed.contents()
    check("with the result of a run", "Ada; countess" in here[1] and here == there, (here, there))
    again = printed.isql(script.stdout)
    check("the printed script that comes too late is refused", again.returncode != 0, again)

    done = project.isql("insert into customers (name, country) values ('B', 'NO');\nselect * from place('B', 700);\n")
    check("the procedure works", done.returncode == 0, done)
    check("and the trigger", project.rows("select count(*) from orders where placed_at is not null") == [["3"]])
    done = project.rung("downgrade", "base")
    left = project.rows("select trim(rdb$relation_name) from rdb$relations where rdb$system_flag = 0 order by 1")
    check("downgrade", done.returncode == 0 and left == [["ddl_migrations"], ["ddl_migrations_progress"]], (done, left))
    done = project.rung("upgrade")
    check("upgrade again", done.returncode == 0, done)


FAILING = """-- name: migrate-0002-up
insert into t values (1);
insert into t
values (2); insert into t values (3);
insert into t
values (4), ;
-- name: migrate-0002-down
delete from t;
"""
HALFWAY = """-- transactional: false
-- name: migrate-0003-up
alter table t add b integer;
/* a word
   before */
update t set b = a;
insert into t values (1, 1);
alter table t add c integer;
-- name: migrate-0003-down
alter table t drop b, drop c;
"""
PROCEDURE = """-- name: migrate-0004-up
set term ^ ;
create procedure p as
begin
  insert into t (a) values (1);
  begin
    delete from nope;
  end
end ^
set term ; ^
-- name: migrate-0004-down
drop procedure p;
"""


def failures_and_resume(folder):
    project = Project(folder, {
        "0001_t.sql": "-- name: migrate-0001-up\ncreate table t (a integer not null primary key);\n"
                      "-- name: migrate-0001-down\ndrop table t;\n",
        "0002_rows.sql": FAILING, "0003_b.sql": HALFWAY, "0004_p.sql": PROCEDURE})
    done = project.rung("upgrade")
    check("a failure in the middle has its place", done.returncode == 1 and
          re.search(r"migrations/0002_rows\.sql:6:\d+: error: .*'0002'", done.stderr), done.stderr)
    check("what was before it stays, and nothing of it", project.rows("select count(*) from t") == [["0"]] and
          "1 applied, 3 pending" in project.rung("status").stdout)
    project.write("0002_rows.sql", FAILING.replace("values (4), ;", "values (4);"))

    done = project.rung("upgrade")
    check("a statement by itself fails with its place", done.returncode == 1 and
          re.search(r"migrations/0003_b\.sql:7:\d+: error: .*PRIMARY or UNIQUE KEY", done.stderr), done.stderr)
    check("what was before it is counted", "after 2 statements" in project.rung("status").stdout)
    check("and has run", project.rows("select count(*) from t where b = a") == [["4"]])
    check("upgrade waits for that to be settled", project.rung("upgrade").returncode == 1)
    project.write("0003_b.sql", HALFWAY.replace("(1, 1)", "(5, 5)"))
    done = project.rung("upgrade", "--resume")
    check("it is taken up again; a fault inside a procedure has its place", done.returncode == 1 and
          "migrations/0004_p.sql:7:" in done.stderr and
          project.rows("select count(*) from t where b = a") == [["5"]], done.stderr)
    project.write("0004_p.sql", PROCEDURE.replace("nope", "t"))
    check("upgrade to the end", project.rung("upgrade").returncode == 0)
    check("redo", project.rung("redo").returncode == 0)

    project.write("0005_open.sql", "-- name: migrate-0005-up\nset term ^ ;\ncreate table u (a int) ^\n"
                                   "create trigger g for u before insert as begin new.a = 1; end ^\n")
    done = project.rung("upgrade")
    check("a 'set term' that is not taken back leaves nothing", done.returncode == 1 and
          "4 applied, 1 pending" in project.rung("status").stdout, done.stderr)
    project.write("0005_open.sql", "-- name: migrate-0005-up\nset term ^ ;\ncreate table u (a int) ^\n"
                                   "create trigger g for u before insert as begin new.a = 1; end ^\n"
                                   "commit ^\ninsert into u values (1) ^\nset term ; ^\n")
    done = project.rung("upgrade")
    check("nor does a 'commit' behind a trigger", done.returncode == 1 and "0005_open.sql:5:" in done.stderr and
          "4 applied, 1 pending" in project.rung("status").stdout, done.stderr)
    (project.folder / "migrations/0005_open.sql").unlink()
    check("downgrade", project.rung("downgrade", "base").returncode == 0 and
          "4 pending" in project.rung("status").stdout)


def at_once(folder):
    project = Project(folder, migrations())
    runs = [subprocess.Popen([RUNG, "upgrade"], cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             env={**os.environ, "PATH": f"{EXAMPLE / 'bin'}:{os.environ['PATH']}",
                                  "DATABASE_URL": "firebird:app.fdb"}) for _ in range(3)]
    said = [run.communicate()[0] for run in runs]
    check("three runs at once, each migration once", all(run.returncode == 0 for run in runs) and
          "3 applied" in project.rung("status").stdout, said)


def password(folder):
    """A client that shows what it is given."""
    project = Project(folder, {})
    program = folder / "client"
    program.mkdir()
    client = program / "isql-fb"
    client.write_text("#!/bin/sh\necho 'ISQL Version: Firebird'\n"
                      f"echo \"$* | $ISC_USER $ISC_PASSWORD\" >>'{folder}/given'\n")
    client.chmod(0o755)
    (program / "rung-driver-firebird").symlink_to(EXAMPLE / "bin/rung-driver-firebird")
    project.rung("status", "-d", "firebird://ada:s%40cret@db.example.org:3051//srv/a.fdb?role=R", program=program)
    given = [line.split(" | ") for line in (folder / "given").read_text().splitlines()]
    check("the password is not an argument", any("-input" in one[0] for one in given) and
          all("s@cret" not in one[0] for one in given) and given[-1][1] == "ada s@cret" and
          given[-1][0].endswith("db.example.org/3051:/srv/a.fdb"), given)


if not shutil.which("isql-fb"):
    print("not ok  isql-fb is not installed")
    sys.exit(1)
with tempfile.TemporaryDirectory() as top:
    probe = subprocess.run(["isql-fb", "-q", "-b"], cwd=top, input="create database 'p.fdb';\n", text=True,
                           capture_output=True)
    if probe.returncode:
        print("not ok  isql-fb has no engine\n" + probe.stderr)
        sys.exit(1)
    for part in protocol, whole_way, failures_and_resume, at_once, password:
        folder = pathlib.Path(top) / part.__name__
        part(folder)
sys.exit(1 if failures else 0)
