#!/usr/bin/env python3
"""Tries the driver programs against stand-ins for the clients of databases that have no server here.

usage: Tests/Recordings/test.py [-v] [TEST...]
  SHELL_UNDER_TEST=/bin/bash, AWK=mawk: another shell, another awk
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
BIN = HERE.parent.parent / "bin"
SECRET = "s3cret&p@ss word"

ROWS = [
    ["0001", "sequential", "1", None, "2026-11-21 10:00:00.000000", "12", "c30d843e6353b4d393c8274467cd50f5", "alice", None],
    ["0002", "sequential", "2", None, "2026-11-21 10:00:01.000000", "-5", None, None, ""],
]


def unescaped(value):
    if value == "\\N":
        return None
    result, characters = "", iter(value)
    for character in characters:
        if character == "\\":
            character = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}[next(characters)]
        result += character
    return result


class Case(unittest.TestCase):
    """One call of a driver; a subclass says of which."""

    driver = client = None
    variables: dict[str, str] = {}
    clients = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "tmp").mkdir()
        # Nothing of the machine's but the tools: a client that is installed must not be called.
        (self.folder / "bin").mkdir()
        for tool in ("env", "sh", "cat", "grep", "sed", "head", "tail", "mktemp", "mkdir", "mkfifo", "rm", "mv", "tr", "paste", "python3"):
            (self.folder / "bin" / tool).symlink_to(shutil.which(tool) if tool != "python3" else sys.executable)
        (self.folder / "bin" / "awk").symlink_to(shutil.which(os.environ.get("AWK", "awk")))
        for client in self.clients or [self.client]:
            (self.folder / "bin" / client).symlink_to(HERE / "clients" / client)

    def call(self, verb, text="", rules=(), **variables):
        (self.folder / "rules.json").write_text(json.dumps(list(rules)))
        for name in ("calls.jsonl", "statements"):
            (self.folder / name).unlink(missing_ok=True)
        environment = {
            "PATH": str(self.folder / "bin"), "RUNG_RECORDING": str(self.folder), "TMPDIR": str(self.folder / "tmp"),
            "PYTHONPATH": str(HERE / "clients"), "RUNG_DB_ACCESS": "make", "PYTHONIOENCODING": "utf-8",
            **self.variables, **variables}
        # As the executable calls the ones that it carries.
        program = (BIN / f"rung-driver-{self.driver}").read_text()
        shell = os.environ.get("SHELL_UNDER_TEST", "/bin/sh")
        ending = subprocess.run(
            [shell, "-c", program, f"rung-driver-{self.driver}", verb], input=text.encode(), env=environment,
            capture_output=True, timeout=60)
        self.status, self.output, self.errors = ending.returncode, ending.stdout.decode(), ending.stderr.decode()
        log = self.folder / "calls.jsonl"
        self.calls = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
        for call in self.calls:
            self.assertNotIn(SECRET, " ".join(call["arguments"]))
        self.assertEqual(list((self.folder / "tmp").iterdir()), [], "files are left")
        return self.status

    @property
    def steps(self):
        return [line.strip() for line in self.output.splitlines() if line.startswith("rung step")]

    @property
    def target(self):
        """What `about` tells for a call by hand, as a shell takes it."""
        [line] = [line for line in self.output.splitlines() if line.startswith("target\t")]
        return subprocess.check_output(["sh", "-c", f"printf '%s\\n' {line[7:]}"], text=True).splitlines()

    def expect(self, status, first, text, *rules, **variables):
        """A script that fails: with this status, and this first line of complaints."""
        self.call("run", text, rules, **variables)
        self.assertEqual((self.status, self.errors.splitlines()[:1]), (status, [first]), self.errors)

    def rows(self, answer, query):
        self.assertEqual(self.call("rows", query, [{"when": "version_num", "answer": answer}]), 0, self.errors)
        return [[unescaped(value) for value in line.split("\t")] for line in self.output.splitlines()]


QUERY = "select version_num, replaces\nfrom ddl_migrations\norder by 1;\n"


class Oracle(Case):
    driver, client = "oracle", "sqlplus"
    variables = {
        "RUNG_DB_SCHEME": "oracle", "RUNG_DB_USER": "rung", "RUNG_DB_PASSWORD": SECRET, "RUNG_DB_HOST": "db1",
        "RUNG_DB_PORT": "1522", "RUNG_DB_NAME": "app"}

    def marker(self, step):
        return f"select 'rung step ' || {step} from dual;\n"

    def script(self, statement="insert into t values (1);\n"):
        return ("insert into ddl_migrations (version_num) values ('0001');\ncommit;\n" + self.marker(0)
                + "-- a comment\n\ncreate table a (\n  c integer,\n  b nosuchtype\n);\n" + self.marker(1)
                + statement + self.marker(2))

    def test_about(self):
        self.call("about")
        self.assertEqual(self.output, "client\tsqlplus\nversion\t19.22.0.0.0\ntarget\trung@//db1:1522/app\n")

    def test_target(self):
        for variables, words in [
            ({"RUNG_DB_USER": "A$B"}, ["A$B@//db1:1522/app"]),
            ({"RUNG_DB_USER": "my user"}, ['"my user"@//db1:1522/app']),
            ({"RUNG_DB_USER": "it's`id`"}, ['"it\'s`id`"@//db1:1522/app']),
            ({"RUNG_DB_USER": "sys", "RUNG_DB_PARAMETERS": "as=sysdba"}, ["sys@//db1:1522/app", "as", "sysdba"]),
            ({"RUNG_DB_USER": "", "RUNG_DB_HOST": "", "RUNG_DB_NAME": "conf/ORCL"}, ["/@ORCL"]),
            ({"RUNG_DB_USER": "a$b", "RUNG_DB_HOST": "", "RUNG_DB_NAME": ""}, ["a$b"]),
        ]:
            with self.subTest(words):
                self.assertEqual(self.call("about", **variables), 0, self.errors)
                self.assertEqual(self.target, words)
                self.assertNotIn(SECRET, self.output)

    def test_run(self):
        self.assertEqual(self.call("run", self.script()), 0, self.errors)
        self.assertEqual(self.steps, ["rung step 0", "rung step 1", "rung step 2"])
        [call] = self.calls
        self.assertEqual(call["arguments"], ["-S", "-L", "/nolog"])
        self.assertIn(f'connect rung/"{SECRET}"@//db1:1522/app\n', call["input"])
        self.assertLess(call["input"].index("set define off"), call["input"].index("connect"))

    def test_connects(self):
        for variables, words in [
            ({"RUNG_DB_HOST": "", "RUNG_DB_NAME": "/ORCL"}, f'rung/"{SECRET}"@ORCL'),
            ({"RUNG_DB_USER": "", "RUNG_DB_PASSWORD": "", "RUNG_DB_HOST": "", "RUNG_DB_NAME": "conf/ORCL"}, "/@ORCL"),
            ({"RUNG_DB_USER": "a.b"}, f'"a.b"/"{SECRET}"@//db1:1522/app'),
            ({"RUNG_DB_PARAMETERS": "as=sysdba"}, f'rung/"{SECRET}"@//db1:1522/app as sysdba'),
        ]:
            self.assertEqual(self.call("run", self.marker(0), **variables), 0, self.errors)
            self.assertIn(f"connect {words}\n", self.calls[0]["input"])
        for variables in [{"RUNG_DB_PASSWORD": 'a"b'}, {"RUNG_DB_HOST": "a\nb"}, {"RUNG_DB_PARAMETERS": "x=y"}]:
            self.assertEqual(self.call("run", self.marker(0), **variables), 69)
            self.assertEqual(self.calls, [])

    def test_rows(self):
        [first, second] = self.rows("sqlplus/rows.txt", QUERY)
        self.assertEqual(first[3:], ['create "users", and more', *ROWS[0][4:]])
        self.assertEqual(second[3], "two\nlines\tand a tab, back\\slash")
        self.assertEqual(second[4:], ["2026-11-21 10:00:01.000000", None, "912240fb379332062f1833f6dcbcae58", "Zürich", "0001,0000"])
        self.assertIn("set transaction read only;", self.calls[0]["input"])

    def test_rows_refused(self):
        rules = [{"when": "version_num", "answer": "sqlplus/lost.txt"}]
        self.assertEqual(self.call("rows", QUERY, rules), 69)
        self.assertEqual(self.errors.splitlines()[0], "ORA-03113: end-of-file on communication channel")
        self.assertEqual(self.output, "")

    def test_kinds(self):
        for answer, status, first in [
            ("key", 3, "line 1: ORA-00001: unique constraint (RUNG.SYS_C008215) violated"),
            ("key-23", 3, "line 1: ORA-00001: unique constraint (RUNG.SYS_C008215) violated on table "
             "RUNG.DDL_MIGRATIONS columns (VERSION_NUM)"),
            ("null", 3, 'line 1: ORA-01400: cannot insert NULL into ("RUNG"."DDL_MIGRATIONS_PROGRESS"."STARTED_AT")'),
            ("child", 1, "line 1: ORA-02292: integrity constraint (HR.SYS_C007077) violated - child record"),
            ("lost", 69, "line 1: ORA-03113: end-of-file on communication channel"),
        ]:
            with self.subTest(answer):
                self.expect(status, first, self.script(), {"when": "insert into ddl", "answer": f"sqlplus/{answer}.txt"})
                self.assertEqual(self.steps, [])

    def test_line_inside_a_statement(self):
        self.expect(1, "line 8: ORA-00902: invalid datatype", self.script(),
                    {"when": "nosuchtype", "answer": "sqlplus/second-line.txt"})
        self.assertEqual(self.steps, ["rung step 0"])

    def test_line_in_doubt(self):
        text = self.script("insert into t values (1);\ninsert into t values (1);\n")
        self.expect(3, "ORA-00001: unique constraint (RUNG.SYS_C008215) violated", text,
                    {"when": "insert into t", "answer": "sqlplus/key.txt"})

    def test_lock(self):
        block = "declare\n  got integer;\nbegin\n  null;\nend;\n/\n"
        self.expect(75, "line 1: ORA-00054: resource busy and acquire with NOWAIT specified or timeout expired",
                    block + self.marker(0), {"when": "declare", "answer": "sqlplus/locked.txt"})

    def test_word_that_nothing_begins_with(self):
        self.expect(1, 'line 11: SP2-0734: unknown command beginning "creat tabl..." - rest of line ignored.',
                    self.script("creat table x (a integer);\n") + "insert into never values (1);\n" + self.marker(3))
        self.assertNotIn("into never", self.calls[0]["input"])

    def test_logon(self):
        for answer, first in [("logon", "ORA-01017: invalid username/password; logon denied"),
                              ("listener", "ORA-12541: TNS:no listener")]:
            self.expect(69, first, self.script(), {"when": "^connect$", "answer": f"sqlplus/{answer}.txt"})
            self.assertEqual(self.call("rows", QUERY, [{"when": "^connect$", "answer": f"sqlplus/{answer}.txt"}]), 69)
            self.assertEqual(self.errors.splitlines()[0], first)

    def test_error_that_the_script_expects(self):
        text = ("whenever sqlerror continue none\ncreate table \"DDL_MIGRATIONS\" (\n  v integer);\n"
                "whenever sqlerror exit failure rollback\n" + self.marker(0) + self.marker(1))
        self.assertEqual(self.call("run", text, [{"when": "create table", "answer": "sqlplus/exists.txt"}]), 0)
        self.assertEqual(self.steps, ["rung step 0", "rung step 1"])
        self.assertEqual(self.errors, "ORA-00955: name is already used by an existing object\n")

    def test_warning(self):
        text = "create or replace procedure p as begin nothing; end;\n/\n" + self.marker(0)
        self.assertEqual(self.call("run", text, [{"when": "procedure", "answer": "sqlplus/compiled.txt"}]), 0)
        self.assertEqual(self.errors, "Warning: Procedure created with compilation errors.\n")

    def test_exit_in_the_middle(self):
        self.expect(1, "the client ended before the script: is there an EXIT in it?", self.script("exit\n"))

    def test_lone_slash(self):
        self.assertEqual(self.call("run", self.script("\n/\ninsert into t values (1);\n")), 0, self.errors)

    def test_no_client(self):
        (self.folder / "bin" / "sqlplus").unlink()
        self.expect(69, "neither 'sqlplus' nor SQLcl's 'sql' is installed", self.script())

    def test_large(self):
        text = "".join(f"insert into t values ({n});\n" * 20 + self.marker(n) for n in range(300))
        self.assertEqual(self.call("run", text), 0, self.errors)
        self.assertEqual(len(self.steps), 300)


class SQLcl(Case):
    driver, client = "oracle", "sql"
    variables = Oracle.variables

    def test_about(self):
        self.call("about")
        self.assertEqual(self.output, "client\tsql\nversion\t24.3.0.0 Production Build: 24.3.0.285.0530\ntarget\trung@//db1:1522/app\n")

    def test_errors(self):
        text = "insert into t\n  values (1);\n" + Oracle.marker(self, 0)
        for answer, status, first in [
            ("key", 3, "line 1: ORA-00001: unique constraint (RUNG.SYS_C008215) violated"),
            ("missing", 1, "line 1: ORA-00942: table or view does not exist"),
        ]:
            self.expect(status, first, text, {"when": "insert into t", "answer": f"sqlcl/{answer}.txt"})


class SQLServer(Case):
    driver, client = "sqlserver", "sqlcmd"
    variables = {
        "RUNG_DB_SCHEME": "sqlserver", "RUNG_DB_USER": "rung", "RUNG_DB_PASSWORD": SECRET, "RUNG_DB_HOST": "db1",
        "RUNG_DB_PORT": "1434", "RUNG_DB_NAME": "app"}

    def marker(self, step):
        return f"select concat('rung step ', {step});\nGO\n"

    def script(self):
        return ("begin transaction;\nGO\n" + self.marker(0) + "insert into ddl_migrations\nvalues (1);\nGO\n"
                + self.marker(1) + "create table a (b int);\nGO\n\n-- more\ninsert into b values (1);\n\n"
                "insert into nowhere values (1);\nGO\n" + self.marker(2))

    def test_about(self):
        self.call("about")
        self.assertEqual(self.output, "client\tsqlcmd\nversion\t17.10.0001.1\ntarget\t-S db1,1434 -d app -U rung\n")
        self.call("about", RUNG_RECORDING_GO="1")
        self.assertEqual(self.output, "client\tsqlcmd\nversion\t1.8.2\ntarget\t-S db1,1434 -d app -U rung\n")

    def test_run(self):
        self.assertEqual(self.call("run", self.script(), RUNG_DB_PARAMETERS="encrypt=yes\ntrustServerCertificate=True"), 0)
        self.assertEqual(self.steps, ["rung step 0", "rung step 1", "rung step 2"])
        [call] = self.calls
        self.assertEqual(call["arguments"][:-1], "-b -I -x -r1 -S db1,1434 -d app -U rung -N -C -h -1 -W -i".split())
        self.assertIn("SQLCMDPASSWORD", call["variables"])
        self.assertNotIn("SQLCMDINI", call["variables"])
        self.assertEqual(self.call("run", self.script(), RUNG_DB_PARAMETERS="x=y"), 69)
        self.assertEqual(self.calls, [])

    def test_encryption(self):
        odbc, go = "RUNG_RECORDING_VERSION", {"RUNG_RECORDING_GO": "1"}
        for said, client, options in [
            ("no", {}, []), ("no", {odbc: "18.4.0001.1"}, ["-No"]), ("no", {odbc: "16.0.1000.6"}, []),
            ("no", go, ["-Nfalse"]), ("Optional", {odbc: "18.4.0001.1"}, ["-No"]), ("false", go, ["-Nfalse"]),
            ("yes", {odbc: "18.4.0001.1"}, ["-N"]), ("strict", {odbc: "18.4.0001.1"}, ["-Ns"]), ("strict", go, ["-Ns"]),
        ]:
            with self.subTest(said, **client):
                variables = {"RUNG_DB_PARAMETERS": f"encrypt={said}", **client}
                self.assertEqual(self.call("run", self.script(), **variables), 0, self.errors)
                arguments = self.calls[0]["arguments"]
                self.assertEqual([word for word in arguments if word.startswith("-N")], options)
                self.call("about", **variables)
                self.assertEqual(self.target, ["-S", "db1,1434", "-d", "app", "-U", "rung", *options])

    def test_rows(self):
        [first, second] = self.rows("sqlcmd/rows.txt", QUERY + "GO\n")
        self.assertEqual(first[3], 'create "users" a/b [x] {y}')
        self.assertEqual([first[:3] + [None] + first[4:]], [ROWS[0]])
        self.assertEqual(second[3], "two\nlines\tand a tab, back\\slash \\N \x1f")
        self.assertEqual(second[4:], ["2026-11-21 10:00:01.000000", "-5", None, "Zürich", ""])
        self.assertIn("order by 1\nfor json path, include_null_values\n", self.calls[0]["input"])

    def test_kinds_and_lines(self):
        for go in ({}, {"RUNG_RECORDING_GO": "1"}):
            for when, answer, status, first, steps in [
                ("into ddl_migrations", "key", 3, "line 5: Violation of PRIMARY KEY constraint 'PK__TEST__3214EC27C70092B2'. "
                 "Cannot insert duplicate key in object 'dbo.TEST'. The duplicate key value is (1).", 1),
                ("into ddl_migrations", "null", 3, "line 5: Cannot insert the value NULL into column 'version_num', table "
                 "'app.dbo.ddl_migrations'; column does not allow nulls. INSERT fails.", 1),
                ("into nowhere", "missing", 1, "line 16: Invalid object name 'nowhere'.", 2),
                ("into nowhere", "procedure", 1, "nothing to fill", 2),
            ]:
                with self.subTest(answer, **go):
                    self.expect(status, first, self.script(), {"when": when, "answer": f"sqlcmd/{answer}.txt"}, **go)
                    self.assertEqual(len(self.steps), steps)

    def test_lock(self):
        text = "declare @got int;\nexec @got = sp_getapplock;\nif @got < 0 throw 51222, 'x', 1;\nGO\n" + self.marker(0)
        self.expect(75, "line 3: another run holds the lock", text, {"when": "getapplock", "answer": "sqlcmd/locked.txt"})
        self.assertEqual(self.call("rows", QUERY, [{"when": "version_num", "answer": "sqlcmd/lock-timeout.txt"}]), 75)
        self.assertEqual(self.errors, "Lock request time out period exceeded.\n")

    def test_unreachable(self):
        for answer in ("logon", "unreachable"):
            rules = [{"when": "^connect$", "answer": f"sqlcmd/{answer}.txt"}]
            for verb in ("rows", "run"):
                self.assertEqual(self.call(verb, self.script(), rules), 69)
                self.assertIn("Sqlcmd: Error: Microsoft ODBC Driver 17", self.errors)

    def test_exit_in_the_middle(self):
        self.expect(1, "sqlcmd ended before the script: is there an EXIT or a QUIT in it?",
                    "exit\nGO\n" + self.marker(0))

    def test_no_client(self):
        (self.folder / "bin" / "sqlcmd").unlink()
        self.expect(69, "'sqlcmd' is not installed", self.script())


class BigQuery(Case):
    driver, client = "bigquery", "bq"
    variables = {"RUNG_DB_SCHEME": "bigquery", "RUNG_DB_HOST": "demo", "RUNG_DB_NAME": "app"}

    def marker(self, step):
        return f"select format('rung step %d', {step});\n"

    def script(self):
        return ("\n" + self.marker(0) + "create table a (b int64);\n" + self.marker(1) + "begin transaction;\n"
                + self.marker(2) + "insert into a\nvalues (1);\n" + self.marker(3) + "insert into oops values (2);\n"
                + self.marker(4) + "commit transaction;\n" + self.marker(5) + "-- nothing\n" + self.marker(6))

    def test_about(self):
        self.call("about")
        self.assertEqual(self.output, "client\tbq\nversion\t2.1.8\n")

    def test_run(self):
        self.assertEqual(self.call("run", self.script(), RUNG_DB_PARAMETERS="location=EU"), 0, self.errors)
        self.assertEqual(self.steps, [f"rung step {n}" for n in range(7)])
        self.assertEqual([call["input"] for call in self.calls], [
            "create table a (b int64);\n",
            "begin transaction;\n\ninsert into a\nvalues (1);\n\ninsert into oops values (2);\n\ncommit transaction;\n"])
        self.assertEqual(self.calls[0]["arguments"], [
            "--headless", "--quiet", "--format=json", "--dataset_id=demo:app", "--project_id=demo", "--location=EU",
            "query", "--use_legacy_sql=false", "--use_cache=false", "--max_rows=1000000"])

    def test_rows(self):
        [first, second] = self.rows("bq/rows.txt", QUERY)
        self.assertEqual(first[3], 'create "users" [x] {y}')
        self.assertEqual([first[:3] + [None] + first[4:]], [ROWS[0]])
        self.assertEqual(second[3], "two\nlines\tand a tab, back\\slash \\N")
        self.assertEqual(second[4:], ["2026-11-21 10:00:01.000000", "-5", None, "Zürich 🙂", ""])
        self.assertEqual(self.call("rows", QUERY), 0)
        self.assertEqual(self.output, "")

    def test_kinds_and_lines(self):
        for when, answer, status, first in [
            ("oops", "syntax", 1, 'line 10: Syntax error: Unexpected identifier "oops" at [6:13]'),
            ("create", "first", 3, "another run was first"),
            ("create", "wrapped", 3, "line 5: Query failed: another run was first at [3:5]; see the job of this "
             "project in the region europe-west3"),
            ("oops", "concurrent", 75, "Transaction is aborted due to concurrent update against table demo:app.ddl_migrations. "
             "Transaction ID: 61d1"),
            ("create", "dataset", 69, "Not found: Dataset demo:app was not found in location US"),
            ("create", "credentials", 69, "You do not currently have an active account selected."),
        ]:
            with self.subTest(answer):
                self.expect(status, first, self.script(), {"when": when, "answer": f"bq/{answer}.txt"})
                self.assertEqual(self.steps, ["rung step 0"] if when == "create" else ["rung step 0", "rung step 1"])

    def test_urls(self):
        self.assertEqual(self.call("run", self.script(), RUNG_DB_HOST="", RUNG_DB_NAME="/app"), 0)
        self.assertIn("--dataset_id=app", self.calls[0]["arguments"])
        for variables in [{"RUNG_DB_NAME": ""}, {"RUNG_DB_PASSWORD": SECRET}, {"RUNG_DB_PARAMETERS": "x=y"}]:
            self.assertEqual(self.call("run", self.script(), **variables), 69)
            self.assertNotIn(SECRET, self.errors)


class Spanner(Case):
    driver, client = "spanner", "gcloud"
    variables = {"RUNG_DB_SCHEME": "spanner", "RUNG_DB_HOST": "demo", "RUNG_DB_NAME": "inst/app"}

    def marker(self, step):
        return f"select format('rung step %d', {step});\n"

    def script(self):
        return ("\n" + self.marker(0) + "-- two; of them\ncreate table a (b int64) primary key (b);\n\n"
                "create index i on a (b);\ninsert into a\nselect 1, 'x;\\'y', \"\"\"z';\"\"\", '--', `q;` from blog_entity;\n"
                + self.marker(1) + "/* ; */ update a set b = 2 where true;\n" + self.marker(2))

    def test_about(self):
        self.call("about")
        self.assertEqual(self.output, "client\tgcloud\nversion\t512.0.0\n")

    def test_run(self):
        self.assertEqual(self.call("run", self.script()), 0, self.errors)
        self.assertEqual(self.steps, [f"rung step {n}" for n in range(3)])
        self.assertEqual([call["input"] for call in self.calls], [
            "create table a (b int64) primary key (b);\ncreate index i on a (b);\n",
            "insert into a\nselect 1, 'x;\\'y', \"\"\"z';\"\"\", '--', `q;` from blog_entity",
            "update a set b = 2 where true"])
        self.assertEqual(self.calls[0]["arguments"][:7], [
            "spanner", "databases", "ddl", "update", "app", "--instance=inst", "--quiet"])
        self.assertEqual(self.calls[1]["arguments"][:6], [
            "spanner", "databases", "execute-sql", "app", "--instance=inst", "--quiet"])
        self.assertIn("--project=demo", self.calls[1]["arguments"])

    def test_changes_of_the_schema(self):
        text = ("ANALYZE;\n# it's\ncreate/* x; */table a ( # it's; b\nb int64 /* it's\n */ default ('#') -- b\n) primary key (b);\n")
        changes = ("ANALYZE;\ncreate        table a (" + 10 * " " + "\nb int64" + 8 * " " + "\n" + 4 * " " + "default ('#') -- b\n"
                   ") primary key (b);\n")
        text = text + self.marker(0) + "created;\n" + self.marker(1)
        self.assertEqual(self.call("run", text), 0, self.errors)
        self.assertEqual([(call["arguments"][2], call["input"]) for call in self.calls], [
            ("ddl", changes), ("execute-sql", "created")])

    def test_rows(self):
        [first, second] = self.rows("gcloud/rows.txt", QUERY)
        self.assertEqual(first[3], 'create "users" [x] {y}')
        self.assertEqual([first[:3] + [None] + first[4:]], [ROWS[0]])
        self.assertEqual(second[3], "two\nlines\tand a tab, back\\slash \\N")
        self.assertEqual(second[4:], ["2026-11-21 10:00:01.000000", "-5", None, "Zürich 🙂", ""])
        self.assertEqual(self.rows("gcloud/nulls.txt", QUERY), [
            ["a", None, None], [None, None, None], [None, "name", None], [None, None, "1"]])
        self.assertEqual(self.rows("gcloud/no-rows.txt", QUERY), [])
        self.assertEqual(self.calls[0]["input"], QUERY.rstrip(";\n"))

    def test_kinds_and_lines(self):
        for when, answer, status, first, steps in [
            ("blog_entity", "missing", 1, "line 8: INVALID_ARGUMENT: Table not found: blog_entity [at 2:15]"
             "\\nselect * from blog_entity\\n              ^", 1),
            ("create", "ddl", 1, "INVALID_ARGUMENT: Error parsing Spanner DDL statement: create tabl oops : Syntax error on "
             "line 1, column 8: Encountered 'tabl' while parsing: create_statement", 1),
            ("update a", "key", 3, "line 10: ALREADY_EXISTS: Row [0001] in table ddl_migrations_progress already exists", 2),
            ("update a", "null", 3, "line 10: FAILED_PRECONDITION: Cannot specify a null value for column: "
             "ddl_migrations.applied_at in table: ddl_migrations", 2),
            ("update a", "emulator", 3, 'line 10: ALREADY_EXISTS: Failed to insert row with primary key ({pk#b:"1>"}) due to '
             "previously existing row", 2),
            ("blog_entity", "emulator-place", 1, "line 8: INVALID_ARGUMENT: Table not found: blog_entity [at 2:15]", 1),
            ("update a", "killed", 69, "line 10: Killed", 2),
            ("update a", "credentials", 69, "line 10: You do not currently have an active account selected.", 2),
        ]:
            with self.subTest(answer):
                self.expect(status, first, self.script(), {"when": when, "answer": f"gcloud/{answer}.txt"})
                self.assertEqual(len(self.steps), steps)

    def test_urls(self):
        self.assertEqual(self.call("run", self.script(), RUNG_DB_HOST="", RUNG_DB_NAME="/projects/p/instances/i/databases/d"), 0)
        self.assertEqual(self.calls[1]["arguments"][3:7], ["d", "--instance=i", "--quiet", "--project=p"])
        for variables in [{"RUNG_DB_NAME": "x"}, {"RUNG_DB_PASSWORD": SECRET}, {"RUNG_DB_PARAMETERS": "x=y"}]:
            self.assertEqual(self.call("run", self.script(), **variables), 69)


class ClickHouse(Case):
    driver, client = "clickhouse", "clickhouse"
    variables = {
        "RUNG_DB_SCHEME": "clickhouse", "RUNG_DB_USER": "rung", "RUNG_DB_PASSWORD": SECRET, "RUNG_DB_HOST": "db1",
        "RUNG_DB_PORT": "9440", "RUNG_DB_NAME": "app", "RUNG_DB_PARAMETERS": "secure=true"}
    options = "--host db1 --port 9440 --user rung --database app --secure --multiquery".split()

    def setUp(self):
        super().setUp()
        for tool in ("tee", "basename"):
            (self.folder / "bin" / tool).symlink_to(shutil.which(tool))

    def marker(self, step):
        return f"select concat('rung step ', toString({step}));\n"

    def script(self):
        return ("set mutations_sync = 2;\n" + self.marker(0) + "-- two; of them\ncreate table a (\n  b Int32\n) order by b;\n"
                + self.marker(1) + "\n-- a remark\nselect *\nfrom\n  nowhere x;\n" + self.marker(2))

    def folder_of_data(self):
        (self.folder / "data").mkdir()
        return {"RUNG_DB_HOST": "", "RUNG_DB_USER": "", "RUNG_DB_PORT": "", "RUNG_DB_PARAMETERS": "",
                "RUNG_DB_NAME": str(self.folder / "data")}

    def test_about(self):
        self.call("about")
        self.assertEqual(self.output, "client\tclickhouse\nversion\t25.8.2.29\ntarget\tclient " + " ".join(self.options) + "\n")
        self.call("about", RUNG_DB_USER="it's me", RUNG_DB_PARAMETERS="", RUNG_DB_PORT="")
        self.assertEqual(self.target, ["client", "--host", "db1", "--user", "it's me", "--database", "app", "--multiquery"])

    def test_other_name(self):
        (self.folder / "bin" / "clickhouse").rename(self.folder / "bin" / "clickhouse-client")
        self.call("about")
        self.assertIn("client\tclickhouse-client\nversion\t25.8.2.29\n", self.output)
        self.assertEqual(self.call("run", self.script()), 0, self.errors)
        self.assertEqual(self.calls[0]["arguments"][:len(self.options)], self.options)
        self.assertEqual(self.call("about", RUNG_DB_HOST="", RUNG_DB_USER="", RUNG_DB_NAME="", RUNG_DB_PARAMETERS=""), 0)

    def test_run(self):
        self.assertEqual(self.call("run", self.script()), 0, self.errors)
        self.assertEqual(self.steps, ["rung step 0", "rung step 1", "rung step 2"])
        [call] = self.calls
        self.assertEqual(call["input"], self.script())
        self.assertEqual(call["arguments"], ["client", *self.options, "--format", "TSV", "--mutations_sync", "2"])
        self.assertIn("CLICKHOUSE_PASSWORD", call["variables"])

    def test_rows(self):
        [first, second] = self.rows("clickhouse/rows.txt", QUERY)
        self.assertEqual(first[3], 'it\'s "x" [x] {y}')
        self.assertEqual([first[:3] + [None] + first[4:]], [ROWS[0]])
        self.assertEqual(second[3], "two\nlines\tand a tab, back\\slash")
        self.assertEqual(second[4:], ["2026-11-21 10:00:01.000000", "-5", None, "Zürich 🙂", ""])
        self.assertEqual(self.calls[0]["arguments"][-2:], ["--readonly", "2"])
        self.assertEqual(self.call("session", QUERY), 64)

    def test_kinds_and_lines(self):
        for when, answer, status, first, steps in [
            ("nowhere", "missing", 1, "line 10: Code: 60. DB::Exception: Unknown table expression identifier 'nowhere' in scope "
             "SELECT * FROM nowhere. (UNKNOWN_TABLE)", 2),
            ("nowhere", "first", 3, "line 10: Code: 395. DB::Exception: another run was first", 2),
            ("create", "denied", 77, "line 4: Code: 497. DB::Exception: rung: Not enough privileges. To execute this query, "
             "it's necessary to have the grant CREATE TABLE ON app.a. (ACCESS_DENIED)", 1),
            ("create", "eof", 69, "line 4: Code: 32. DB::Exception: Attempt to read after eof: while receiving packet from "
             "db1:9440. (ATTEMPT_TO_READ_AFTER_EOF) (version 25.8.2.29 (official build))", 1),
        ]:
            with self.subTest(answer):
                self.expect(status, first, self.script(), {"when": when, "answer": f"clickhouse/{answer}.txt"})
                self.assertEqual(len(self.steps), steps)

    def test_line_of_a_syntax_error(self):
        text = self.script().replace("nowhere x", "nowhere x y z")
        self.expect(1, "line 12: Code: 62. DB::Exception: Syntax error: failed at position 25 (nowhere) (line 2, col 3): "
                    "nowhere x y z;", text, {"when": "nowhere", "answer": "clickhouse/syntax.txt"})

    def test_end_in_the_middle(self):
        self.expect(1, "line 9: ClickHouse stopped before this statement without an error: no statement begins like this",
                    self.script().replace("-- a", "#a"))
        self.assertEqual(self.steps, ["rung step 0", "rung step 1"])

    def test_unreachable(self):
        for answer, first in [
            ("refused", "Code: 210. DB::NetException: Connection refused (db1:9440). (NETWORK_ERROR)"),
            ("password", "Code: 516. DB::Exception: rung: Authentication failed: password is incorrect, or there is no user "
             "with such name.. (AUTHENTICATION_FAILED)"),
            ("database", "Code: 81. DB::Exception: Database app does not exist. (UNKNOWN_DATABASE)"),
        ]:
            rules = [{"when": "^connect$", "answer": f"clickhouse/{answer}.txt"}]
            for verb in ("rows", "run"):
                with self.subTest(answer, verb=verb):
                    self.assertEqual(self.call(verb, self.script(), rules), 69)
                    self.assertEqual(self.errors.splitlines()[0], first)

    def test_folder(self):
        variables = self.folder_of_data()
        self.call("about", **variables)
        self.assertEqual(self.target, ["local", "--path", variables["RUNG_DB_NAME"], "--multiquery"])
        self.assertEqual(self.call("run", self.script(), **variables), 0, self.errors)
        self.assertEqual(self.calls[0]["arguments"][:3], ["local", "--path", variables["RUNG_DB_NAME"]])
        rules = [{"when": "^connect$", "answer": "clickhouse/locked.txt"}]
        self.assertEqual(self.call("run", self.script(), rules, **variables), 75)
        variables["RUNG_DB_NAME"] += "/none"
        self.assertEqual(self.call("rows", QUERY, **variables, RUNG_DB_ACCESS="look"), 0)
        self.assertEqual((self.output, self.calls), ("", []))
        self.assertFalse((self.folder / "data" / "none").exists())

    def test_urls(self):
        data = self.folder_of_data()
        for variables in [{"RUNG_DB_PARAMETERS": "x=y"}, {"RUNG_DB_PARAMETERS": "database=x"},
                          {**data, "RUNG_DB_NAME": ""}, {**data, "RUNG_DB_PARAMETERS": "secure=true"},
                          {**data, "RUNG_DB_NAME": "a?b"}, {**data, "RUNG_DB_NAME": str(self.folder / "rules.json")}]:
            self.assertEqual(self.call("run", self.script(), **variables), 69, variables)
            self.assertEqual(self.calls, [])

    def test_no_client(self):
        (self.folder / "bin" / "clickhouse").unlink()
        self.expect(69, "neither 'clickhouse' nor 'clickhouse-client' is on the PATH: https://clickhouse.com has it",
                    self.script())


del Case

if __name__ == "__main__":
    unittest.main()
