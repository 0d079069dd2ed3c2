"""A project of another tool that Rung takes over: its folder, its database, and what both tools leave in it."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

# What every project does: a table, a second one with a trigger, a column with an index, a view and rows.
STEPS = [
    ("create_users", "create table users (id integer primary key, name varchar(40) not null);", "drop table users;"),
    ("create_posts", "create table posts (id integer primary key, author integer, title varchar(40));", "drop table posts;"),
    (
        "add_email",
        "-- An address; or none.\nalter table users add column email varchar(40);\ncreate index users_email on users (email);",
        "drop index users_email;\nalter table users drop column email;",
    ),
    (
        "add_view",
        "insert into users (id, name, email) values (1, 'Ada; and more', 'a@x');\n"
        "create view named as select id, name from users where name <> ';';",
        "drop view named;\ndelete from users;",
    ),
]
TRIGGER = (
    "create trigger posts_title after insert on posts begin\n"
    "  update posts set title = 'none; yet' where id = new.id and title is null;\n"
    "  update users set name = name where id = new.author;\nend;"
)
# The tables of the tools, which are not part of the schema that is compared.
OWN = (
    "ddl_migrations", "ddl_migrations_progress", "schema_migrations", "goose_db_version", "gorp_migrations",
    "flyway_schema_history", "alembic_version", "_yoyo_log", "_yoyo_migration", "_yoyo_version", "yoyo_lock",
    "_sqlx_migrations", "__diesel_schema_migrations", "_prisma_migrations", "__drizzle_migrations", "knex_migrations",
    "knex_migrations_lock", "refinery_schema_history", "migrations", "ar_internal_metadata",
    "sqlite_sequence", "dblift_schema_history", "dblift_migration_lock",
)


class Failed(Exception):
    """What did not hold."""


class Project:
    """`url` is Rung's URL of its database."""

    def __init__(self, rung: str, name: str, url: str | None = None) -> None:
        self.rung, self.name = rung, name
        self.root = Path(tempfile.mkdtemp(prefix=f"rung-adopt-{name}-"))
        self.url = url or "sqlite:app.db"
        self.write({"rung.toml": f'database = "{self.url}"\n[migration]\nscript_location = "rung"\n'})

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def sh(self, command: str, status: int = 0) -> str:
        """The output of a command, which has to end with a status."""
        environment = {
            **os.environ, "URL": self.url, "PATH": f"{Path(self.rung).parent}:{os.environ['PATH']}", "NO_COLOR": "1",
            "SQITCH_FULLNAME": "Ann Lee", "SQITCH_EMAIL": "ann@example.org", "HOME": str(self.root),
        }
        environment.pop("DATABASE_URL", None)
        ran = subprocess.run(
            command, shell=True, cwd=self.root, env=environment, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if ran.returncode != status:
            raise Failed(f"$ {command}\n{ran.stdout}[{ran.returncode}]")
        return ran.stdout

    def query(self, sql: str) -> list[str]:
        if self.url.startswith("sqlite:"):
            return self.sh(f"sqlite3 app.db {shlex.quote(sql)}").splitlines()
        return self.sh(f"psql -X -A -t -F '|' -c {shlex.quote(sql)} {self.url}").splitlines()

    def schema(self) -> list[str]:
        """The schema without the tables of the tools, and the rows of a table."""
        if self.url.startswith("sqlite:"):
            names = ", ".join(f"'{name}'" for name in OWN)
            sql = f"select sql from sqlite_master where sql is not null and tbl_name not in ({names}) order by name"
        else:
            sql = (
                "select table_name, column_name, data_type, is_nullable from information_schema.columns "
                "where table_schema = 'public' and table_name not in ("
                + ", ".join(f"'{name}'" for name in OWN)
                + ") order by 1, ordinal_position"
            )
        return self.query(sql) + self.query("select id, name, email from users order by id")

    def history(self) -> list[str]:
        return self.query(
            "select version_num, applied_at, applied_by from ddl_migrations order by execution_sequence")


def equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise Failed(f"{what}\n  found     {found}\n  expected  {expected}")


def holds(what: str, text: str, part: str) -> None:
    if part not in text:
        raise Failed(f"{what}: '{part}' is not in\n{text}")
