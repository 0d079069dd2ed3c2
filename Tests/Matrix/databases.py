"""The seven kinds of database that Rung is tried on.

Servers are named by RUNG_TEST_POSTGRESQL, RUNG_TEST_MARIADB and RUNG_TEST_MYSQL, as Tests/run and Tests/releases set
them; the clients `psql`, `sqlite3`, `mariadb`, `mysql` and `duckdb` are on the PATH.
"""

import csv
import functools
import io
import json
import os
import re
import sqlite3
import subprocess
import urllib.parse
import xml.etree.ElementTree

from database import Database, Row, with_user


@functools.cache
def said(*command: str) -> str:
    """What a program prints, asked once."""
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout


class SQLite(Database):
    kind = "sqlite"
    tables_query = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by 1"
    objects_query = "select type, name, sql from sqlite_master order by 1, 2"
    trigger = """create trigger follow after insert on t begin
  insert into log values ('one; ' || new.a);
  insert into log values ('two');
end;"""

    @classmethod
    def release(cls) -> int:
        major, minor, *_ = said("sqlite3", "--version").split(".")
        return 100 * int(major) + int(minor)

    def make(self) -> None:
        self.file = self.folder / f"{self.name}.db"
        self.url = f"{self.kind}:{self.file}"

    def client(self) -> list[str]:
        return ["sqlite3", "-bail", str(self.file)]

    def rows(self, query: str) -> list[Row]:
        if not self.file.exists():
            return []
        connection = sqlite3.connect(self.file, timeout=10)
        try:
            return [[None if value is None else str(value) for value in row] for row in connection.execute(query)]
        finally:
            connection.close()

    def columns(self, table: str) -> list[str]:
        return [row[0] or "" for row in self.rows(f"select name from pragma_table_info('{table}')")]

    def slow(self, seconds: float) -> str:
        # Releases and machines differ by more than twice.
        return counting(int(seconds * max(2_500_000, rows_a_second())))


def counting(count: int) -> str:
    numbers = f"with recursive r(i) as (select 1 union all select i + 1 from r where i < {count})"
    return f"{numbers} select max(i) from r;"


@functools.cache
def rows_a_second() -> float:
    """How many rows SQLite's client counts in a second of the processor's time."""
    begun = os.times().children_user
    subprocess.run(["sqlite3", ":memory:", counting(2_000_000)], stdout=subprocess.DEVNULL, timeout=60, check=True)
    return 2_000_000 / max(os.times().children_user - begun, 0.01)


class SQLite3(SQLite):
    kind = program = "sqlite3"


class PostgreSQL(Database):
    kind = "postgresql"
    is_server = True
    tables_query = "select tablename from pg_tables where schemaname = 'public' order by 1"
    objects_query = """select indexname, indexdef from pg_indexes where schemaname = 'public'
union all select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace
union all select table_name || '.' || column_name, concat(data_type, ' ', is_nullable, ' ', column_default)
from information_schema.columns where table_schema = 'public' order by 1, 2"""
    own = " and table_schema = 'public'"
    trigger = """create function follow() returns trigger language plpgsql as $$
begin
  insert into log values ('one; ' || new.a);
  insert into log values ('two');
  return null;
end;
$$;
create trigger follow after insert on t for each row execute function follow();"""
    no_trigger = "drop trigger follow on t;\ndrop function follow();"

    @classmethod
    def release(cls) -> int:
        server = os.environ["RUNG_TEST_POSTGRESQL"] + "/postgres"
        return int(said("psql", "-X", "-A", "-t", "-c", "show server_version_num", server)) // 10_000

    def make(self) -> None:
        self.server = os.environ["RUNG_TEST_POSTGRESQL"]
        self.on_server(f"create database {self.name} encoding utf8 locale 'C' template template0;")
        self.url = f"{self.server}/{self.name}".replace("postgresql:", f"{self.kind}:")

    def close(self) -> None:
        self.on_server(f"""drop database {self.name} with (force);
drop role if exists guarded_{self.name};
drop role if exists crowded_{self.name};
drop role if exists owner_{self.name};
drop role if exists {self.limited_user};""")

    def on_server(self, text: str) -> None:
        self.read(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", f"{self.server}/postgres"], text)

    def guarded(self, password: str) -> str:
        # Tests/run has the server ask members of this role for their password, and nobody else.
        user = f"guarded_{self.name}"
        made = f"create role {user} superuser login password {self.literal(password)} in role rung_guarded;"
        self.on_server(made)
        return with_user(self.url, user, password)

    def crowded(self) -> tuple[str, list[str]]:
        user = f"crowded_{self.name}"
        self.on_server(f"""create role {user} login connection limit 3;
alter database {self.name} owner to {user};""")
        own = with_user(self.url, user, "none")
        return own, ["psql", "-X", "-q", "-A", "-t", own.replace(f"{self.kind}:", "postgresql:")]

    def limited(self) -> str:
        # Before release 15 everybody may create tables there.
        self.execute(f"create role {self.limited_user} login;\nrevoke create on schema public from public;")
        return with_user(self.url, self.limited_user, "none")

    def client(self) -> list[str]:
        return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", f"{self.server}/{self.name}"]

    def rows(self, query: str) -> list[Row]:
        mark = "null 5e9c1f"
        text = self.read([*self.client(), "--csv", "-t", "-P", f"null={mark}"], query + ";\n")
        found = csv.reader(io.StringIO(text, newline=""))
        return [[None if value == mark else value for value in row or [""]] for row in found]

    slow_progress = """create function slow() returns trigger language plpgsql
as $$ begin perform pg_sleep(2); return new; end $$;
create trigger slow before update on ddl_migrations_progress for each row execute function slow();"""

    def slow(self, seconds: float) -> str:
        return f"do $$ begin perform pg_sleep({seconds}); end $$;"


class Psql(PostgreSQL):
    kind = program = "psql"


class MariaDB(Database):
    kind = program = "mariadb"
    variable = "RUNG_TEST_MARIADB"
    is_server = True
    is_transactional = False
    own = " and table_schema = database()"
    tables_query = "select table_name from information_schema.tables where table_schema = database() order by 1"
    objects_query = """select table_name, concat(column_name, ' ', column_type, ' ', is_nullable)
from information_schema.columns where table_schema = database()
union all select trigger_name, action_statement from information_schema.triggers where trigger_schema = database()
union all select index_name, column_name from information_schema.statistics where table_schema = database()
union all select routine_name, routine_definition from information_schema.routines where routine_schema = database()
order by 1, 2"""
    trigger = """delimiter //
create trigger follow after insert on t for each row begin
  insert into log values (concat('one; ', new.a));
  insert into log values ('two');
end //
delimiter ;"""

    @classmethod
    def release(cls) -> int:
        # 'mariadb  Ver 15.1 Distrib 10.11.14-MariaDB', 'mariadb from 11.8.9-MariaDB, client 15.2', 'mysql  Ver 9.7.4'.
        words = said(cls.program, "--version")
        return int((re.search(r"(?:from|Distrib) (\d+)[.]", words) or re.search(r"Ver (\d+)[.]", words))[1])

    def make(self) -> None:
        self.server = urllib.parse.urlsplit(os.environ[self.variable])
        password = urllib.parse.unquote(self.server.password or "")
        quoted = password.replace("\\", "\\\\").replace('"', '\\"')
        self.options = self.folder / f"{self.name}.cnf"
        self.options.touch(0o600)
        self.options.write_text(f'[client]\npassword="{quoted}"\n')
        self.on_server(f"create database {self.name} character set utf8mb4;")
        self.url = f"{os.environ[self.variable]}/{self.name}"

    def close(self) -> None:
        self.on_server(f"""drop database {self.name};
drop user if exists guarded_{self.name}@'%';
drop user if exists crowded_{self.name}@'%';
drop user if exists {self.limited_user}@'%';""")

    def guarded(self, password: str) -> str:
        user = f"guarded_{self.name}"
        self.on_server(f"""drop user if exists {user}@'%';
create user {user}@'%' identified by {self.literal(password)};
grant all on *.* to {user}@'%';""")
        return with_user(self.url, user, password)

    def crowded(self) -> tuple[str, list[str]]:
        user = f"crowded_{self.name}"
        password = urllib.parse.unquote(self.server.password or "")
        self.on_server(f"""create user {user}@'%' identified by {self.literal(password)} with max_user_connections 3;
grant all on {self.name}.* to {user}@'%';""")
        return with_user(self.url, user, password), self.connect(f"--user={user}", "--unbuffered", self.name)

    def limited(self) -> str:
        # Without any right in it, a user may not connect to a database.
        password = urllib.parse.unquote(self.server.password or "")
        self.execute(f"""create user {self.limited_user}@'%' identified by {self.literal(password)};
create table ground (i integer);
grant select on ground to {self.limited_user}@'%';
drop table ground;""")
        return with_user(self.url, self.limited_user, password)

    def connect(self, *more: str) -> list[str]:
        where = [f"--user={self.server.username}", f"--host={self.server.hostname}", f"--port={self.server.port}"]
        return [self.program, f"--defaults-file={self.options}", *where, "--default-character-set=utf8mb4", *more]

    def on_server(self, text: str) -> None:
        self.read(self.connect(), text)

    def client(self) -> list[str]:
        return self.connect("--binary-mode", "--comments", self.name)

    def rows(self, query: str) -> list[Row]:
        text = self.read([*self.client(), "--xml"], query + ";\n").strip()
        if not text:
            return []
        null = "{http://www.w3.org/2001/XMLSchema-instance}nil"
        found = xml.etree.ElementTree.fromstring(text)
        return [[None if value.get(null) else value.text or "" for value in row] for row in found]

    def literal(self, text: str) -> str:
        return super().literal(text.replace("\\", "\\\\"))

    slow_progress = """create trigger slow before update on ddl_migrations_progress
for each row set @slept = sleep(2);"""

    def slow(self, seconds: float) -> str:
        return f"do sleep({seconds});"


class MySQL(MariaDB):
    kind = program = "mysql"
    variable = "RUNG_TEST_MYSQL"


class DuckDB(Database):
    kind = program = "duckdb"
    own = " and table_schema = 'main'"
    tables_query = "select table_name from duckdb_tables() where schema_name = 'main' and not internal order by 1"
    objects_query = """select table_name as name, sql from duckdb_tables() where not internal
union all select index_name, sql from duckdb_indexes()
union all select view_name, sql from duckdb_views() where not internal order by 1, 2"""

    @classmethod
    def release(cls) -> int:
        return int(said("duckdb", "--version").lstrip("v").split(".")[0])

    def make(self) -> None:
        self.file = self.folder / f"{self.name}.db"
        self.url = f"{self.kind}:{self.file}"
        if self.release() >= 2:
            self.objects_query = "select trigger_name, sql from duckdb_triggers() union all " + self.objects_query

    def client(self) -> list[str]:
        return ["duckdb", "-no-init", "-batch", "-bail", str(self.file)]

    def rows(self, query: str) -> list[Row]:
        if not self.file.exists():
            return []
        text = self.read([*self.client(), "-json"], query + ";\n").strip()
        found = json.loads(text) if text not in ("", "[{]") else []
        return [[None if value is None else str(value) for value in row.values()] for row in found]

    def slow(self, seconds: float) -> str:
        count = int(seconds * 50_000_000)
        return f"select sum(hash(i) % 7) from range({count}) as t(i);"


KINDS = {kind.kind: kind for kind in (SQLite, PostgreSQL, MariaDB, MySQL, DuckDB, Psql, SQLite3)}
