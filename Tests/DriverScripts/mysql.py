#!/usr/bin/env python3
"""What docs/formats.md asks of a driver, asked of rung-driver-mysql, without Rung.

mysql.py [ARGUMENT...]      arguments are handed to unittest
environment:
  RUNG_TEST_MARIADB  URL of a server and a user who may do anything, mariadb://USER:PASSWORD@HOST:PORT
  RUNG_TEST_MARIADB_PLAIN
                     the same for a server without TLS
  RUNG_TEST_SHELL    the shell that runs the driver; /bin/sh unless told otherwise
"""

import glob
import os
import re
import shlex
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import unittest.mock
from urllib.parse import unquote, urlsplit

DRIVER = os.path.join(os.path.dirname(__file__), "../../bin/rung-driver-mysql")
URL = urlsplit(os.environ["RUNG_TEST_MARIADB"])
PLAIN = urlsplit(os.environ["RUNG_TEST_MARIADB_PLAIN"])
DATABASE = f"driver_{os.getpid()}"
USER = "ada o'hara"
PASSWORD = "it's \"q\" # a\\b\\\\n $HOME `id` é ; "
END = "select concat('rung step ', {});\n"
SLOW = "insert into slow select sleep(60);\n"


def setting(**changes):
    """The environment for one call: PORT stands for RUNG_DB_PORT; a variable that is None is unset."""
    values = {
        "RUNG_DB_SCHEME": "mariadb", "RUNG_DB_USER": USER, "RUNG_DB_PASSWORD": PASSWORD,
        "RUNG_DB_HOST": URL.hostname, "RUNG_DB_PORT": str(URL.port), "RUNG_DB_NAME": DATABASE,
        "RUNG_DB_ACCESS": "make", "HOME": "/nonexistent",
    }
    values.update({name if name in ("HOME", "PATH") else "RUNG_DB_" + name: value for name, value in changes.items()})
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUNG_DB_")}
    return {name: value for name, value in {**environment, **values}.items() if value is not None}


def command(verb):
    # As Rung runs a driver that it carries inside: a text, and no file.
    with open(DRIVER, encoding="utf-8") as file:
        return [os.environ.get("RUNG_TEST_SHELL", "/bin/sh"), "-c", file.read(), "rung-driver-mysql", verb]


def call(verb, text="", **changes):
    return subprocess.run(
        command(verb), input=text.encode() if isinstance(text, str) else text, capture_output=True,
        env=setting(**changes), timeout=120, check=False)


def administer(text):
    done = call("run", text, USER=unquote(URL.username), PASSWORD=unquote(URL.password or ""), NAME="mysql")
    assert done.returncode == 0, done.stderr
    return done


def start(verb, **changes):
    # In a group of its own, as what stands in a terminal is.
    return subprocess.Popen(
        command(verb), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=setting(**changes),
        start_new_session=True)


def literal(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def setUpModule():
    administer(
        f"drop database if exists `{DATABASE}`;\ncreate database `{DATABASE}` character set utf8mb4;\n"
        f"create or replace user `{USER}`@`%` identified by {literal(PASSWORD)};\n"
        f"create or replace user `{USER}`@`localhost` identified by {literal(PASSWORD)};\n"
        f"grant all on `{DATABASE}`.* to `{USER}`@`%`;\ngrant all on `{DATABASE}`.* to `{USER}`@`localhost`;\n")


def tearDownModule():
    administer(f"drop database `{DATABASE}`;\ndrop user `{USER}`@`%`, `{USER}`@`localhost`;\n")


class Driver(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.enterContext(unittest.mock.patch.dict(os.environ, TMPDIR=self.folder.name))

    def tearDown(self):
        self.assertEqual(os.listdir(self.folder.name), [], "a file was left")
        self.folder.cleanup()

    def rows(self, query, **changes):
        done = call("rows", query, **changes)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def refused(self, verb, text, status, message, **changes):
        done = call(verb, text, **changes)
        self.assertEqual((done.returncode, done.stderr.decode().rstrip("\n")), (status, message))


class Rows(Driver):
    def test_values(self):
        values = ["NULL", "\\N", "a\tb", "a\nb", "a\r\nb", "\\", "\\n", "<&>\"'", "&lt;", "</field>", "é €😀", "", " x "]
        query = "select null, " + ", ".join(literal(value) for value in values) + ", null as `xsi:nil=\"true\" />`;\n"
        expected = [
            value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r") for value in values]
        self.assertEqual(self.rows(query), "\t".join(["\\N", *expected, "\\N"]) + "\n")

    def test_many_rows_and_none(self):
        self.assertEqual(self.rows("select seq from seq_1_to_1000;"), "".join(f"{n}\n" for n in range(1, 1001)))
        self.assertEqual(self.rows("select 1 from dual where false;"), "")
        self.assertEqual(self.rows("select '' union all select null;"), "\n\\N\n")

    def test_may_not_write_when_looking(self):
        done = call("rows", "create table t (a int);\n", ACCESS="look")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"READ ONLY", done.stderr)

    def test_errors(self):
        self.refused("rows", "select *\nfrom nope;\n", 1, f"line 1: Table '{DATABASE}.nope' doesn't exist (1146)")
        self.refused("rows", "select 1,\n,2;\n", 1, "line 2: You have an error in your SQL syntax near '2' (1064)")


class Errors(Driver):
    def test_kinds_and_lines(self):
        head = "drop table if exists k;\n\n-- a comment\ncreate table k (a int primary key, b int not null) engine=InnoDB;\n"
        head += "insert into k values (1, 1);\n"
        for text, status, message in [
            ("insert into k values\n(1, 1);\n", 3, "line 6: Duplicate entry '1' for key 'PRIMARY' (1062)"),
            ("insert into k values (2, null);\n", 3, "line 6: Column 'b' cannot be null (1048)"),
            ("insert into k (a) values (2);\n", 3, "line 6: Field 'b' doesn't have a default value (1364)"),
            ("alter table k add c int,\n  add d int,\n  ad e int;\n", 1,
             "line 8: You have an error in your SQL syntax near 'e int' (1064)"),
            ("\n/* a\n*/\nselect\n  nope;\n", 1, "line 7: Unknown column 'nope' in 'SELECT' (1054)"),
            ("use mysql;\n", 77, f"line 6: Access denied for user '{USER}'@'%' to database 'mysql' (1044)"),
            ("select nope;\n", 1, "line 6: Unknown column 'nope' in 'SELECT' (1054)"),
            ("signal sqlstate '45000' set message_text = 'two\nlines';\n", 1, "line 6: two lines (1644)"),
            ("source /etc/passwd\n;\n", 1, "line 6: You have an error in your SQL syntax near 'source /etc/passwd' (1064)"),
        ]:
            with self.subTest(text):
                done = call("run", head + text + END.format(9))
                got = done.stderr.decode().rstrip("\n").replace("'field list'", "'SELECT'").replace("@'localhost'", "@'%'")
                # The line is where the statement begins, or a comment before it.
                self.assertEqual(re.sub(r"^line [567]:(?= Unknown)", "line 6:", got), message.replace("line 7: Unk", "line 6: Unk"))
                self.assertEqual(done.returncode, status)
                self.assertNotIn(b"rung step", done.stdout)

    def test_stops_at_the_first_error(self):
        call("run", "drop table if exists s;\ncreate table s (a int);\nnonsense;\ninsert into s values (1);\n")
        self.assertEqual(self.rows("select count(*) from s;"), "0\n")

    def test_lock(self):
        lock = (
            "set @another_run_holds_the_lock = 1 - coalesce(get_lock('rung t', 0), 0);\n"
            "set @rung_has_the_lock = ~0 + @another_run_holds_the_lock;\n" + END.format(1))
        holder = start("run")
        holder.stdin.write(lock.encode())
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline(), b"rung step 1\n")
        self.refused("run", lock, 75, "line 2: another run holds the lock")
        holder.stdin.close()
        self.assertEqual(holder.wait(20), 0)
        holder.stdout.close()
        holder.stderr.close()
        self.assertEqual(call("run", lock).returncode, 0)

    def test_waiting_for_a_row(self):
        call("run", "create table if not exists w (a int primary key);\nreplace into w values (1);\n")
        holder = start("run")
        holder.stdin.write(b"begin;\nupdate w set a = 1;\ndelete from w;\n" + END.format(1).encode())
        holder.stdin.flush()
        holder.stdout.readline()
        done = call("run", "set innodb_lock_wait_timeout = 1;\ndelete from w;\n")
        self.assertEqual((done.returncode, done.stderr[:8]), (75, b"line 2: "))
        holder.communicate(timeout=20)
        self.assertEqual(self.rows("select a from w;"), "1\n")

    def test_unreachable(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        for changes in [
            {"PORT": str(port)}, {"PASSWORD": "wrong"}, {"HOST": "no-such-host.invalid"}, {"NAME": "nope"},
            {"PARAMETERS": "socket=/nonexistent", "HOST": "localhost", "PORT": None}, {"PARAMETERS": "no-such-option=1"},
            {"PARAMETERS": "x;y=1"},
        ]:
            with self.subTest(changes):
                done = call("run", "select 1;\n", **changes)
                self.assertEqual((done.returncode, done.stdout), (69, b""), done.stderr)
                self.assertNotIn(PASSWORD.encode(), done.stderr)
                self.assertTrue(done.stderr)

    def test_no_client(self):
        with tempfile.TemporaryDirectory() as folder:
            for program in ["sed", "awk", "cat", "mktemp", "rm", "grep"]:
                os.symlink(subprocess.check_output(["which", program], text=True).strip(), f"{folder}/{program}")
            self.refused("run", "", 69, "neither of the programs 'mysql' and 'mariadb' is installed", PATH=folder)
            os.symlink(subprocess.check_output(["which", "mysql"], text=True).strip(), f"{folder}/mysql")
            message = "neither of the programs 'mysqldump' and 'mariadb-dump' is installed; install mariadb-client or mysql-client"
            self.refused("dump", "", 69, message, PATH=folder)

    def test_no_database(self):
        message = "neither the URL nor an option file of the client names a database"
        for verb in ("rows", "run"):
            self.refused(verb, "select 1;\n", 69, message, NAME=None)
        self.assertEqual(self.rows("select database();", NAME=None, PARAMETERS=f"database={DATABASE}"), f"{DATABASE}\n")
        with tempfile.TemporaryDirectory() as home:
            with open(f"{home}/.my.cnf", "w", encoding="utf-8") as file:
                file.write(f"[client]\ndatabase={DATABASE}\n")
            self.assertEqual(self.rows("select database();", NAME=None, HOME=home), f"{DATABASE}\n")
        self.assertEqual(call("about", NAME=None).returncode, 0)

    def test_usage(self):
        self.assertEqual(call("nonsense").returncode, 64)

    def dump(self, **variables):
        with unittest.mock.patch.dict(os.environ, {f"RUNG_DUMP_{name}": value for name, value in variables.items()}):
            done = call("dump")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def test_a_dump_to_compare_has_the_objects_alone(self):
        made = "create table dumped (id int primary key, a varchar(9));\ncreate view seen as select a from dumped;\ndelimiter //\n"
        made += "create trigger noted before insert on dumped for each row begin set @saved = 1; set new.a = 'x'; end//\n"
        self.assertEqual(call("run", made).returncode, 0)
        try:
            text = self.dump(PURPOSE="compare")
        finally:
            call("run", "drop view seen; drop table dumped;\n")
        for word in ("@OLD_", "@saved_", "DELIMITER", "DROP VIEW", "SET NAMES", "NULL AS", "1 AS"):
            self.assertNotIn(word, text)
        for word in ("CREATE TABLE `dumped`", "VIEW `seen` AS select", "set @saved = 1; set new.a = 'x'", "SET sql_mode",
                     "SET collation_connection"):
            self.assertIn(word, text)

    def test_a_view_that_is_broken_is_refused_and_not_unreachable(self):
        self.assertEqual(call("run", "create table gone (a int); create view seen as select a from gone; drop table gone;").returncode, 0)
        try:
            done = call("dump")
        finally:
            call("run", "drop view seen;\n")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertRegex(done.stderr.decode(), r"^(mariadb-|mysql)dump: Couldn't execute .*\(1356\)\n$")

    def test_a_dump_names_no_user_and_no_version(self):
        made = "create table dumped (id int auto_increment primary key, a varchar(9)); insert into dumped (a) values ('x');\n"
        self.assertEqual(call("run", f"{made}create view seen as select a from dumped;\n").returncode, 0)
        try:
            plain, whole = self.dump(), self.dump(DATA="yes")
            less = self.dump(WITHOUT="dumped\nother")
        finally:
            call("run", "drop view seen; drop table dumped;\n")
        self.assertIn("CREATE TABLE `dumped`", plain)
        for word in ("DEFINER=", "AUTO_INCREMENT=", "-- ", "INSERT", "sandbox", DATABASE):
            self.assertNotIn(word, plain)
        self.assertIn("INSERT INTO `dumped` (`id`, `a`) VALUES (1,'x');", whole)
        self.assertIn("AUTO_INCREMENT=2", whole)
        self.assertNotIn("CREATE TABLE `dumped`", less)

    def test_nothing_is_asked_in_plain_text_where_the_url_wants_tls(self):
        where = {
            "USER": unquote(PLAIN.username), "PASSWORD": unquote(PLAIN.password), "PORT": str(PLAIN.port), "NAME": "mysql"}
        message = "the connection is not encrypted, and the URL asks for it (1690)"
        for verb in ("rows", "session", "run", "dump"):
            self.refused(verb, "select 1;\n", 69, message, PARAMETERS="ssl-mode=REQUIRED", **where)
            self.assertEqual(call(verb, "select 1;\n", PARAMETERS="ssl-mode=PREFERRED", **where).returncode, 0)


class Kept(Driver):
    """One client for many queries: the verb 'session'."""

    def begun(self, **changes):
        kept = start("session", **changes)
        self.addCleanup(lambda: [stream.close() for stream in (kept.stdin, kept.stdout, kept.stderr)])
        self.addCleanup(kept.wait, 20)
        kept.head = {}
        while (line := kept.stdout.readline().decode().rstrip("\n")) not in ("ready", ""):
            name, value = line.split("\t", 1)
            kept.head[name] = value
        self.assertEqual(kept.head["format"], "xml")
        kept.number = 1000
        return kept

    def ask(self, kept, query):
        """The rows, or None if the client ends."""
        kept.number += 1
        kept.stdin.write(f"{kept.head.get('begin', '')}\n{query}\n{kept.head['end']}\n".replace(":step", str(kept.number)).encode())
        kept.stdin.flush()
        answer = b""
        while f"rung step {kept.number}".encode() not in answer:
            line = kept.stdout.readline()
            if not line:
                return None
            answer += line
        rows = re.findall(rb"<row>(.*?)</row>", answer[:answer.rindex(b"<resultset")], re.S)
        value = re.compile(rb'<field name="[^"]*"(?: xsi:nil="true" />|>(.*?)</field>)', re.S)
        return [[None if b"nil=" in found[0].split(b">")[0] and not found[1] else found[1].decode(errors="replace")
                 for found in ((match[0], match[1]) for match in value.finditer(row))] for row in rows]

    def end(self, kept):
        kept.stdin.close()
        return kept.wait(20), kept.stderr.read().decode()

    def test_answers_come_in_order_and_at_once(self):
        kept = self.begun()
        self.assertEqual(self.ask(kept, "select 1;"), [["1"]])
        self.assertEqual(self.ask(kept, "select null, 'NULL', '', 'a\tb\n\rc', '<&>\"';"),
                         [[None, "NULL", "", "a\tb\n\rc", "&lt;&amp;&gt;&quot;"]])
        self.assertEqual(self.ask(kept, "select 1 from dual where false;"), [])
        self.assertEqual(self.ask(kept, "select repeat('x', 3000000);"), [["x" * 3_000_000]])
        self.assertEqual(self.ask(kept, f"select length('{'y' * 300_000}');"), [["300000"]])
        self.assertEqual(self.end(kept), (0, ""))

    def test_sees_what_others_commit_and_is_in_nobodys_way(self):
        call("run", "create or replace table kept (a int) engine=InnoDB;\n")
        kept = self.begun()
        for count in range(3):
            self.assertEqual(self.ask(kept, "select count(*) from kept;"), [[str(count)]])
            self.assertEqual(call("run", "insert into kept values (1);\n").returncode, 0)
        self.assertEqual(call("run", "set lock_wait_timeout = 1;\ndrop table kept;\n").returncode, 0)
        self.assertEqual(self.end(kept), (0, ""))

    def test_an_error_ends_it(self):
        kept = self.begun()
        self.assertEqual(self.ask(kept, "select 1;"), [["1"]])
        self.assertIsNone(self.ask(kept, "select * from nope;"))
        status, errors = self.end(kept)
        self.assertEqual((status, re.sub("^line [0-9]+: ", "", errors)), (1, f"Table '{DATABASE}.nope' doesn't exist (1146)\n"))

    def test_looks_only(self):
        call("run", "create or replace table looked (a int) engine=InnoDB;\n")
        for text in ("insert into looked values (1);", "create table other (a int);", "drop table looked;"):
            kept = self.begun(ACCESS="look")
            self.assertEqual(self.ask(kept, "select count(*) from looked;"), [["0"]])
            self.assertIsNone(self.ask(kept, text))
            status, errors = self.end(kept)
            self.assertEqual(status, 1)
            self.assertIn("READ ONLY", errors)

    def test_server_ends_the_connection(self):
        kept = self.begun()
        [[connection]] = self.ask(kept, "select connection_id();")
        administer(f"kill connection {connection};\n")
        self.assertIsNone(self.ask(kept, "select 1;"))
        self.assertEqual(self.end(kept)[0], 69)

    def test_ends_with_its_caller(self):
        caller = subprocess.Popen(
            ["python3", "-c", """if True:
                import subprocess, sys
                kept = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)
                kept.stdin.write(b"select concat('number ', connection_id());\\n")
                kept.stdin.flush()
                kept.wait()
            """, *command("session")], stdout=subprocess.PIPE, env=setting())
        while b">number " not in (line := caller.stdout.readline()):
            self.assertTrue(line)
        caller.kill()
        caller.wait()
        # Whatever holds the output open has not ended.
        self.assertNotIn(b">number ", caller.stdout.read())
        caller.stdout.close()
        connection = line.split(b">number ")[1].split(b"<")[0].decode()
        alive = f"select count(*) from information_schema.processlist where id = {connection};"
        end = time.monotonic() + 3
        while self.rows(alive) != "0\n":
            self.assertLess(time.monotonic(), end, "the connection is there")


class Run(Driver):
    def test_markers_come_while_the_script_runs(self):
        run = start("run")
        run.stdin.write(f"select 1;\n{END.format(1)}select sleep(2);\n{END.format(2)}".encode())
        run.stdin.close()
        lines = []
        for line in run.stdout:
            if line.startswith(b"rung"):
                lines.append((line.decode().strip(), time.monotonic()))
        self.assertEqual(run.wait(), 0)
        self.assertEqual(run.stderr.read(), b"")
        run.stdout.close()
        run.stderr.close()
        self.assertEqual([line for line, _ in lines], ["rung step 1", "rung step 2"])
        # The first comes while the second is still under way.
        self.assertGreater(lines[1][1] - lines[0][1], 1)

    def test_one_session(self):
        text = "set @a = 5;\nbegin;\ncreate temporary table one as select @a as a;\nselect concat('got ', a) from one;\n"
        self.assertIn(b"got 5\n", call("run", text).stdout)

    def test_open_transaction_is_lost(self):
        call("run", "create or replace table o (a int);\nbegin;\ninsert into o values (1);\n")
        self.assertEqual(self.rows("select count(*) from o;"), "0\n")

    def test_delimiter(self):
        text = (
            "create or replace table d (a int, delimiter varchar(3)\n);\n-- what follows is a procedure\nDELIMITER //\n"
            "create or replace procedure p()\nbegin\n  -- kept; with its semicolon\n  insert into d (a) values (1); "
            "insert into d (a) values (2);\nend//\n"
            "create or replace trigger g before insert on d for each row begin set new.a = new.a + 10; end //\r\n"
            "delimiter ;\ncall p();\nselect concat('sum ', sum(a)) from d;\n")
        done = call("run", text)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn(b"sum 23\n", done.stdout)
        self.assertIn("-- kept; with its semicolon", self.rows("show create procedure p;"))

    def test_text_arrives_as_it_is(self):
        value = "é€😀\r\n\t\\ \x01 `\"#--x /* */"
        done = call("run", f"create or replace table b (a text);\ninsert into b values ({literal(value)});\n")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertEqual(self.rows("select hex(a) from b;"), value.encode().hex().upper() + "\n")

    def test_sql_mode_is_the_servers(self):
        self.assertEqual(self.rows("select @@sql_mode = @@global.sql_mode;"), "1\n")

    def test_20_megabytes(self):
        count = 200_000
        row = "insert into m values ({}, 'a value of a hundred bytes or so, so that it is not only statements: é;');\n"
        text = "create or replace table m (a int, b text);\nbegin;\n" + "".join(row.format(n) for n in range(count))
        self.assertGreater(len(text.encode()), 20_000_000)
        done = call("run", text + "commit;\n" + END.format(3))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"rung step 3\n", b""))
        self.assertEqual(self.rows("select count(*) from m;"), f"{count}\n")
        # And in a single statement.
        long = "create or replace table m (a longtext);\ninsert into m values ('" + "x" * 15_000_000 + "');\n"
        self.assertEqual(call("run", long).returncode, 0)
        self.assertEqual(self.rows("select length(a) from m;"), "15000000\n")


class Sessions(Driver):
    def connections(self):
        query = f"select count(*) from information_schema.processlist where user = {literal(USER)} and id <> connection_id();"
        return int(self.rows(query))

    def gone(self):
        """Whether the server has stopped, and not by itself: it looks after a sleeper's client every five seconds."""
        end = time.monotonic() + 3
        while self.connections():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def client(self, run):
        """The client's process, a child of the driver's."""
        for _ in range(100):
            for path in glob.glob("/proc/[0-9]*/stat"):
                try:
                    with open(path, encoding="ascii", errors="replace") as file:
                        name, rest = file.read().split("(", 1)[1].rsplit(")", 1)
                except OSError:
                    continue
                if rest.split()[1] == str(run.pid) and name in ("mariadb", "mysql"):
                    return int(path.split("/")[2])
            time.sleep(0.02)
        self.fail("there is no client")

    def begun(self):
        """A script that the server is busy with, and the number of its connection."""
        run = start("run")
        run.stdin.write(f"create or replace table slow (a int);\nselect get_lock('rung s', 0);\n{SLOW}".encode())
        run.stdin.close()
        query = f"select id from information_schema.processlist where info = {literal(SLOW[:-2])};"
        for _ in range(100):
            if connection := self.rows(query).strip():
                return run, connection
            time.sleep(0.02)
        self.fail("the statement does not begin")

    def ended(self, run):
        errors = run.stderr.read().decode()
        run.stdout.close()
        run.stderr.close()
        return run.wait(20), errors

    def test_server_ends_the_session(self):
        run, connection = self.begun()
        administer(f"kill connection {connection};\n")
        status, errors = self.ended(run)
        self.assertEqual(status, 69, errors)
        self.assertRegex(errors, r"^line [23]: .* \((2013|2006|2026|1927)\)\n$")

    def test_client_is_killed(self):
        run, _ = self.begun()
        os.kill(self.client(run), signal.SIGKILL)
        status, errors = self.ended(run)
        self.assertEqual((status, errors), (69, "mariadb ended with status 137\n"))
        self.assertTrue(self.gone(), "the server goes on")

    def test_told_to_stop(self):
        """The driver alone, or with its client, as by a terminal that is closed."""
        tell_all = (lambda run, number: os.killpg(run.pid, number))
        for tell in (subprocess.Popen.send_signal, tell_all):
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                with self.subTest(number=number, everybody=tell is tell_all):
                    run, _ = self.begun()
                    tell(run, number)
                    status, errors = self.ended(run)
                    # A client that hears of Ctrl-C may be quick enough to tell that its statement was ended.
                    self.assertIn(status, (1, 69), errors)
                    self.assertTrue(self.gone(), "the server goes on")
                    self.assertEqual(self.rows("select is_used_lock('rung s');"), "\\N\n")

    def test_told_twice(self):
        """A terminal that is closed tells it once itself, and once through its shell."""
        run, _ = self.begun()
        for _ in range(20):
            os.killpg(run.pid, signal.SIGHUP)
            time.sleep(0.005)
        self.assertEqual(self.ended(run)[0], 69)
        self.assertTrue(self.gone(), "the server goes on")

    def test_caller_is_gone(self):
        """A Rung that was killed with -9 has its script in a file; it is not run to its end all the same."""
        with tempfile.TemporaryFile() as script:
            script.write((END.format(1) + "select sleep(60);\ncreate table after_death (a int);\n").encode())
            script.seek(0)
            words = command("run")
            caller = subprocess.Popen(
                ["python3", "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])", *words],
                stdin=script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=setting())
            self.assertEqual(caller.stdout.readline(), b"rung step 1\n")
            caller.kill()
            caller.wait()
            caller.stdout.close()
        self.assertTrue(self.gone(), "the server goes on")
        self.assertEqual(self.rows("show tables like 'after_death';"), "")

    def test_password_is_nobodys_business(self):
        seen, stop = set(), threading.Event()

        def watch():
            while not stop.is_set():
                for path in glob.glob("/proc/[0-9]*/cmdline"):
                    try:
                        with open(path, "rb") as file:
                            words = file.read()
                    except OSError:
                        continue
                    if b"\0--defaults-extra-file" in words:
                        seen.add(words)
                    if PASSWORD.encode() in words or b"$HOME `id`" in words:
                        seen.add(b"!" + words)

        watcher = threading.Thread(target=watch)
        watcher.start()
        for _ in range(5):
            call("run", "select sleep(0.3);\n")
            call("rows", "select sleep(0.3);\n")
            call("about")
        stop.set()
        watcher.join()
        self.assertTrue(seen)
        self.assertEqual([words for words in seen if words.startswith(b"!")], [])

    def test_option_files(self):
        """The URL comes before ~/.my.cnf, which serves where the URL is silent, and spoils nothing."""
        with tempfile.TemporaryDirectory() as home:
            path = home + "/.my.cnf"

            def write(text):
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)

            write("[client]\nuser=nobody\npassword=wrong\nhost=no-such-host.invalid\nport=1\n")
            self.assertEqual(self.rows("select 1;", HOME=home), "1\n")
            quoted = PASSWORD.replace("\\", "\\\\").replace('"', '\\"')
            write(f'[client]\npassword="{quoted}"\n')
            self.assertEqual(self.rows("select 1;", HOME=home, PASSWORD=None), "1\n")
            write("[mysql]\ntable\nxml\nhtml\nvertical\nforce\nsafe-updates\nshow-warnings\nverbose\ndelimiter=//\n"
                  "column-names\nskip-line-numbers\nreconnect\ndefault-character-set=latin1\n[client]\npassword=wrong\n")
            self.assertEqual(self.rows("select 'é', null;", HOME=home), "é\t\\N\n")
            done = call("run", END.format(1) + "\nnonsense;\n" + END.format(2), HOME=home)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"\nrung step 1\n", b"\n" + done.stdout)
            self.assertNotIn(b"\nrung step 2\n", b"\n" + done.stdout)
            self.assertEqual(done.stderr.decode(), "line 3: You have an error in your SQL syntax near 'nonsense' (1064)\n")

    def test_about(self):
        lines = dict(line.split("\t") for line in call("about").stdout.decode().splitlines())
        self.assertEqual(lines["client"], "mariadb")
        self.assertIn("MariaDB", lines["version"])
        self.assertIn(f"--database={DATABASE}", lines["target"])
        self.assertNotIn(PASSWORD, lines["target"])
        self.assertEqual(
            subprocess.run(["sh", "-c", "printf '%s\\n' " + lines["target"]], capture_output=True, text=True, check=True)
            .stdout.splitlines()[0], f"--user={USER}")

    def target(self, parameters):
        said = call("about", HOST="localhost", PORT=None, PARAMETERS=parameters).stdout.decode()
        return dict(line.split("\t") for line in said.splitlines())["target"]

    def test_target_reaches_the_same_server(self):
        """With all that leads there, and with no other parameter: any of them may be a secret."""
        socket_path = self.rows("select @@socket;").strip()
        shown = f"socket={socket_path}\nprotocol=socket\nssl-mode=disabled\n"
        secret = "password=s3cret\npas=s3cret\nssl-passphrase=s3cret\nssl_pass=s3cret\ninit-command=do 's3cret'\n"
        # Whoever names authorities wants TLS: newer clients forget 'skip-ssl' then.
        told, target = (self.target(parameters) for parameters in ("ssl_capath=/a b\n" + shown + secret, shown + secret))
        where = [f"--user={USER}", "--host=localhost", f"--database={DATABASE}"]
        words = [f"--socket={socket_path}", "--protocol=socket", "--skip-ssl", *where]
        self.assertEqual([shlex.split(told), shlex.split(target)], [["--ssl_capath=/a b", *words], words])
        reached = subprocess.run(
            ["sh", "-c", f"mariadb --no-defaults --skip-column-names {target}"],
            input="select @@port, database(), substring_index(user(), '@', 1);\n", capture_output=True, text=True,
            env={**os.environ, "MYSQL_PWD": PASSWORD}, check=False)
        self.assertEqual((reached.returncode, reached.stdout), (0, f"{URL.port}\t{DATABASE}\t{USER}\n"), reached.stderr)


if __name__ == "__main__":
    unittest.main()
