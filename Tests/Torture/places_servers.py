"""PostgreSQL, MariaDB and MySQL as the tests see them, read by their own clients and programs for dumps."""

import os
import subprocess
import urllib.parse
from pathlib import Path

from places import OWN, Place, wait_until


class Server(Place):
    is_server = True

    def __init__(self, folder: Path, server: str) -> None:
        super().__init__(folder)
        self.server = server
        parts = urllib.parse.urlsplit(server)
        self.host, self.port, self.user = parts.hostname, parts.port, parts.username
        self.environment = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
        if parts.password:
            self.environment["MYSQL_PWD"] = urllib.parse.unquote(parts.password)

    def url(self, name: str) -> str:
        return f"{self.server}/{name}"

    def proxied(self, name: str, port: int) -> str:
        """The URL through another port, with the connection in plain text."""
        return self.url(name).replace(f":{self.port}/", f":{port}/") + self.plain

    def answer(self, command: list[str], text: str = "") -> str:
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, timeout=60, env=self.environment, errors="replace")
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]}: {done.stderr}")
        return done.stdout

    def rows(self, name: str, sql: str) -> list[list[str]]:
        return [line.split("\t") for line in self.answer(self.asking(name), sql + ";\n").splitlines()]

    def is_up(self) -> bool:
        try:
            self.answer(self.asking(self.first), "select 1;")
        except (RuntimeError, subprocess.TimeoutExpired):
            return False
        return True


class PostgreSQL(Server):
    kind = "postgresql"
    first = "postgres"
    plain = "?sslmode=disable&gssencmode=disable"
    everything = r"""
set search_path = pg_catalog;
create temporary view theirs as select c.* from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where n.nspname !~ '^pg_|^information_schema$' and c.relname !~ '^ddl_migrations';
select 'schema', nspname, nspacl from pg_namespace where nspname !~ '^pg_|^information_schema$' order by 2;
select 'relation', oid::regclass::text, relkind, relowner::regrole, relacl, obj_description(oid, 'pg_class')
  from theirs order by 2;
select 'column', a.attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,
    pg_get_expr(adbin, adrelid)
  from pg_attribute as a left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where attnum > 0 and not attisdropped and a.attrelid in (select oid from theirs)
  order by a.attrelid::regclass::text, attnum;
select 'index', indexrelid::regclass::text, indisvalid, indisready, pg_get_indexdef(indexrelid)
  from pg_index where indrelid in (select oid from theirs) order by 2;
select 'constraint', conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid)
  from pg_constraint where conrelid in (select oid from theirs) order by 2, 3;
select 'view', oid::regclass::text, pg_get_viewdef(oid) from theirs
  where relkind in ('v', 'm') and relname <> 'theirs' order by 2;
select 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by 2, 3;
select 'function', proname, pg_get_functiondef(oid) from pg_proc
  where pronamespace in (select oid from pg_namespace where nspname !~ '^pg_|^information_schema$') order by 2;
select 'label', enumtypid::regtype::text, enumlabel from pg_enum order by 2, enumsortorder;
select format('select %L, x::text from %s as x order by 2', oid::regclass, oid::regclass)
  from theirs where relkind in ('r', 'm') and relpersistence <> 't' order by oid::regclass::text
\gexec
"""

    def asking(self, name: str) -> list[str]:
        base = ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
        return [*base, "-h", self.host, "-p", str(self.port), "-U", self.user, "-d", name]

    def make(self, name: str) -> None:
        self.send(self.first, [f"drop database if exists {name} with (force)", f"create database {name}"])
        found = self.rows(self.first, "select 1 from pg_roles where rolname = 'torture_owner'")
        if not found:
            self.send(self.first, ["create role torture_owner"])

    def content(self, name: str) -> str:
        return self.answer(self.asking(name), self.everything)

    def tables(self, name: str) -> list[str]:
        query = f"select relname from pg_class where relkind = 'r' and relname in ('{OWN}', '{OWN}_progress')"
        return [row[0] for row in self.rows(name, query)]

    def send(self, name: str, statements: list[str]) -> None:
        self.answer(self.asking(name), "".join(f"{statement};\n" for statement in statements))

    def await_quiet(self, name: str) -> None:
        query = f"select count(*) from pg_stat_activity where datname = '{name}' and backend_type !~ '^auto'"
        wait_until(lambda: self.rows(self.first, query) == [["0"]], 30, f"a session of '{name}' does not end")

    def locks(self, name: str) -> list[str]:
        query = "select l.* from pg_locks as l join pg_database as d on d.oid = l.database"
        query += f" where datname = '{name}' and locktype = 'advisory'"
        return [" ".join(row) for row in self.rows(self.first, query)]


class MariaDB(Server):
    kind = "mariadb"
    client = "mariadb"
    first = "mysql"
    plain = "?skip-ssl"

    def url(self, name: str) -> str:
        return f"{self.server}/{name}?skip-ssl"

    def proxied(self, name: str, port: int) -> str:
        return self.url(name).replace(f":{self.port}/", f":{port}/")

    def where(self) -> list[str]:
        return ["--no-defaults", "--skip-ssl", "-h", self.host, "-P", str(self.port), "-u", self.user]

    def asking(self, name: str) -> list[str]:
        base = ["mariadb", *self.where(), "--batch", "--skip-column-names"]
        return [*base, "--comments", "--default-character-set=utf8mb4", name]

    def make(self, name: str) -> None:
        self.send(self.first, [f"drop database if exists {name}", f"create database {name}"])

    def content(self, name: str) -> str:
        dump = ["mariadb-dump", *self.where(), "--routines", "--order-by-primary", "--skip-extended-insert"]
        dump += ["--skip-comments", f"--ignore-table={name}.{OWN}", f"--ignore-table={name}.{OWN}_progress", name]
        return self.answer(dump)

    def tables(self, name: str) -> list[str]:
        query = f"select table_name from information_schema.tables where table_schema = '{name}'"
        return [row[0] for row in self.rows(self.first, query) if row[0] in (OWN, f"{OWN}_progress")]

    def send(self, name: str, statements: list[str]) -> None:
        text = "".join(f"{statement}\n;;\n" for statement in statements)
        self.answer([*self.asking(name)[:-1], "--delimiter=;;", name], text)

    def await_quiet(self, name: str) -> None:
        query = f"select count(*) from information_schema.processlist where db = '{name}'"
        wait_until(lambda: self.rows(self.first, query) == [["0"]], 30, f"a session of '{name}' does not end")

    def locks(self, name: str) -> list[str]:
        """The holder of the lock, whose name the dialect makes of the database's and the tracking table's."""
        lock = f"concat('rung ', sha2('{name} {OWN}', 224))"
        return [row[0] for row in self.rows(self.first, f"select is_used_lock({lock})") if row[0] != "NULL"]


class MySQL(MariaDB):
    kind = client = "mysql"

    def url(self, name: str) -> str:
        return f"{self.server}/{name}"

    def where(self) -> list[str]:
        return ["--no-defaults", "-h", self.host, "-P", str(self.port), "-u", self.user]

    def asking(self, name: str) -> list[str]:
        return ["mysql", *super().asking(name)[1:]]

    def content(self, name: str) -> str:
        dump = ["mysqldump", *self.where(), "--set-gtid-purged=OFF", "--routines", "--order-by-primary"]
        dump += ["--skip-extended-insert", "--skip-comments", f"--ignore-table={name}.{OWN}"]
        return self.answer([*dump, f"--ignore-table={name}.{OWN}_progress", name])
