"""The databases past all stores: running SQL, emptying, and reading catalogs as plain lists.

Servers are named by RUNG_TEST_POSTGRESQL, RUNG_TEST_PGVECTOR and RUNG_TEST_MARIADB, as Tests/run sets them.
"""

import contextlib
import itertools
import os
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

Rows = list[tuple[Any, ...]]
Catalog = dict[str, list[str]]
OWN = ("ddl_migrations", "ddl_migrations_progress")


class Database(ABC):
    """One that the tests make, and may do with as they like."""

    dialect: str
    # Adapters of SQLSpec that speak to it, in pairs: of the first and of the second generation.
    adapters: tuple[tuple[str, str], ...]
    # What there is in a table's catalog, and the query that finds it; columns come first and keep their order.
    parts: dict[str, str]
    tables_query: str
    main_schema = ""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.schemas = [f"{name}_a", f"{name}_b"]
        self.open()

    def beside(self) -> "Database":
        return type(self)(f"{self.name}_own", self.folder)

    @abstractmethod
    def open(self) -> None: ...

    @abstractmethod
    def query(self, sql: str) -> Rows: ...

    @abstractmethod
    def run(self, sql: str) -> None: ...

    def close(self) -> None: ...

    def reset(self) -> None:
        self.close()
        self.open()

    def catalog(self) -> Catalog:
        found: Catalog = {}
        for schema, table, mark in self.query(self.tables_query.format(name=self.name)):
            if table.startswith(OWN):
                continue
            columns, *others = (
                [f"{part} {row}" for row in self.query(query.format(schema=schema, table=table, mark=mark))]
                for part, query in self.parts.items()
            )
            name = table if schema in (self.main_schema, self.name) else f"{schema}.{table}"
            found[name] = columns + sorted(itertools.chain(*others))
        return found


class SQLite(Database):
    dialect = "sqlite"
    adapters = (("sqlite", "sqlite"), ("aiosqlite", "aiosqlite"))
    tables_query = r"""select '', name, '' from sqlite_schema
        where type = 'table' and name not like '%\_fts\_%' escape '\' and name not like 'sqlite\_%' escape '\'"""
    parts = {
        "column": """select name, upper(type), "notnull", lower(dflt_value), pk from pragma_table_info('{table}')""",
        "key": """select "table", "from", "to", on_update, on_delete from pragma_foreign_key_list('{table}')""",
        "index": """select case origin when 'c' then name else origin end, "unique", partial, (
            select group_concat(concat.name || ' ' || "desc") from pragma_index_xinfo(list.name) as concat where key)
            from pragma_index_list('{table}') as list""",
        "trigger": "select name from sqlite_schema where type = 'trigger' and tbl_name = '{table}'",
    }

    def open(self) -> None:
        self.file = self.folder / f"{self.name}.db"
        self.url = f"sqlite:{self.file}"

    def close(self) -> None:
        for path in self.folder.glob(f"{self.file.name}*"):
            path.unlink()

    def run(self, sql: str) -> None:
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            connection.executescript(sql)

    def query(self, sql: str) -> Rows:
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(sql).fetchall()


class PostgreSQL(Database):
    dialect = "postgresql"
    server = "RUNG_TEST_POSTGRESQL"
    adapters = (("asyncpg", "asyncpg"), ("psycopg", "psycopg"))
    main_schema = "public"
    tables_query = """select nspname, relname, c.oid::int
        from pg_class as c join pg_namespace as n on n.oid = relnamespace
        where relkind = 'r' and nspname !~ '^pg_|^information_schema$'
        union all
        select nspname, 'function ' || proname, 0 from pg_proc as p join pg_namespace as n on n.oid = pronamespace
        where nspname !~ '^pg_|^information_schema$'
        and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')"""
    parts = {
        "column": """select
            attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), attgenerated::text
            from pg_attribute left join pg_attrdef on (adrelid, adnum) = (attrelid, attnum)
            where attrelid = {mark} and attnum > 0 and not attisdropped order by attnum""",
        "constraint": """select conname, pg_get_constraintdef(oid) from pg_constraint
            where conrelid = {mark} and contype <> 'n'""",
        "index": "select pg_get_indexdef(indexrelid) from pg_index where indrelid = {mark}",
        "trigger": "select tgname from pg_trigger where tgrelid = {mark} and not tgisinternal",
        "options": "select unnest(reloptions) from pg_class where oid = {mark}",
    }

    def open(self) -> None:
        import psycopg

        server = os.environ[self.server]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'create database "{self.name}" template template0')
        self.url = f"{server}/{self.name}"
        self.connection = psycopg.connect(self.url, autocommit=True)

    def close(self) -> None:
        import psycopg

        self.connection.close()
        with psycopg.connect(f"{os.environ[self.server]}/postgres", autocommit=True) as connection:
            connection.execute(f'drop database "{self.name}" with (force)')

    def run(self, sql: str) -> None:
        self.connection.execute(sql)  # type: ignore[call-overload]

    def query(self, sql: str) -> Rows:
        return self.connection.execute(sql).fetchall()  # type: ignore[call-overload]


class PGVector(PostgreSQL):
    """A server that has pgvector, without which there is no memory."""

    server = "RUNG_TEST_PGVECTOR"


class MariaDB(Database):
    dialect = "mysql"
    # SQLSpec 0.30 has no store for PyMySQL.
    adapters = (("asyncmy", "asyncmy"), ("asyncmy", "pymysql"))
    tables_query = """select table_schema, table_name, '' from information_schema.tables
        where table_schema in ('{name}', '{name}_a', '{name}_b')"""
    where = "table_schema = '{schema}' and table_name = '{table}'"
    parts = {
        "column": f"""select column_name, column_type, is_nullable, column_default, extra, generation_expression,
            collation_name from information_schema.columns where {where} order by ordinal_position""",
        "key": f"""select constraint_name, column_name, referenced_table_name, referenced_column_name
            from information_schema.key_column_usage where {where} and referenced_table_name is not null""",
        "rule": """select constraint_name, delete_rule, update_rule from information_schema.referential_constraints
            where constraint_schema = '{schema}' and table_name = '{table}'""",
        "index": f"""select index_name, non_unique, index_type,
            group_concat(column_name, ' ', collation order by seq_in_index)
            from information_schema.statistics where {where} group by 1, 2, 3""",
        "options": f"""select engine, table_collation, create_options
            from information_schema.tables where {where}""",
        "trigger": """select trigger_name from information_schema.triggers
            where event_object_schema = '{schema}' and event_object_table = '{table}'""",
    }

    def open(self) -> None:
        import pymysql

        server = os.environ["RUNG_TEST_MARIADB"]
        parts = urlsplit(server)
        self.url = f"{server}/{self.name}"
        self.connection = pymysql.connect(
            host=parts.hostname or "", port=parts.port or 3306, user=parts.username,
            password=unquote(parts.password or ""), autocommit=True,
            client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS)  # fmt: skip
        self.run(f"create database `{self.name}`; use `{self.name}`")

    def close(self) -> None:
        for name in (self.name, *self.schemas):
            self.run(f"drop database if exists `{name}`")
        self.connection.close()

    def run(self, sql: str) -> None:
        self.query(sql)

    def query(self, sql: str) -> Rows:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            found = list(cursor.fetchall())
            while cursor.nextset():
                pass
        return found


class DuckDB(Database):
    dialect = "duckdb"
    reader: Any = None
    adapters = (("duckdb", "duckdb"),)
    main_schema = "main"
    tables_query = "select schema_name, table_name, '' from duckdb_tables() where not internal"
    where = "schema_name = '{schema}' and table_name = '{table}'"
    parts = {
        "column": f"""select column_name, data_type, is_nullable, lower(column_default)
            from duckdb_columns() where {where} order by column_index""",
        "constraint": f"""select constraint_text
            from duckdb_constraints() where {where} and constraint_type <> 'NOT NULL'""",
        "index": f"select index_name, is_unique, expressions from duckdb_indexes() where {where}",
    }

    def open(self) -> None:
        self.file = self.folder / f"{self.name}.duckdb"
        self.url = f"duckdb:{self.file}"

    def close(self) -> None:
        for path in self.folder.glob(f"{self.file.name}*"):
            path.unlink()

    def run(self, sql: str) -> None:
        import duckdb

        with duckdb.connect(str(self.file)) as connection:
            connection.execute(sql)

    def query(self, sql: str) -> Rows:
        import duckdb

        if self.reader:
            return self.reader.execute(sql).fetchall()
        with duckdb.connect(str(self.file)) as connection:
            return connection.execute(sql).fetchall()

    def catalog(self) -> Catalog:
        """By one connection, for to open one takes longer than to ask."""
        import duckdb

        if not self.file.exists():
            return {}
        with duckdb.connect(str(self.file), read_only=True) as self.reader:
            found = super().catalog()
        self.reader = None
        return found


KINDS: dict[str, type[Database]] = {
    "sqlite": SQLite, "postgresql": PostgreSQL, "pgvector": PGVector, "mariadb": MariaDB, "duckdb": DuckDB,
}  # fmt: skip
