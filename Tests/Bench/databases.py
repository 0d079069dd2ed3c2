"""The databases of the runs: SQLite files, and a PostgreSQL server that is started for them and stopped."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

from timing import environment


class SQLiteFile:
    kind = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def address(self) -> str:
        return self.path.name

    def renew(self) -> None:
        """Remove the file, what SQLite keeps beside it, and a tool's own database."""
        for path in self.path.parent.glob("*.db*"):
            path.unlink()

    def tables(self) -> int:
        """How many tables of migrations there are."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            found = "select count(*) from sqlite_master where type = 'table' and name glob 'item_*'"
            return connection.execute(found).fetchone()[0]


class PostgreSQLDatabase:
    kind = "postgresql"

    def __init__(self, server: "Server", name: str) -> None:
        self.server, self.name = server, name

    @property
    def address(self) -> str:
        return f"{self.server.url}/{self.name}"

    def renew(self) -> None:
        self.server.query(f'drop database if exists "{self.name}"')
        self.server.query(f'create database "{self.name}"')

    def tables(self) -> int:
        return int(self.server.query("select count(*) from pg_tables where tablename like 'item%'", self.name))


Database = SQLiteFile | PostgreSQLDatabase


class Server:
    """A PostgreSQL server with a data folder of its own and the settings of a new installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}"

    @staticmethod
    def missing() -> str | None:
        """Why there can be no server here."""
        if not all(shutil.which(name) for name in ("pg_config", "psql")):
            return "pg_config or psql is not on the path"
        return None if Path(binary("initdb")).exists() else "the server of PostgreSQL is not installed"

    def start(self) -> None:
        self.folder.mkdir()
        prefix = []
        if os.geteuid() == 0:  # initdb refuses root
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            prefix = ["runuser", "-u", "postgres", "--"]
        where = {"cwd": "/", "env": environment({}), "stdin": subprocess.DEVNULL}
        make = [*prefix, binary("initdb"), "-D", str(self.folder), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                "--locale=C"]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **where)
        serve = [*prefix, binary("postgres"), "-D", str(self.folder), "-p", str(self.port), "-h", "127.0.0.1",
                 "-k", str(self.folder)]
        with open(self.folder.with_suffix(".log"), "w") as log:
            # In a session of its own, so that Ctrl-C does not reach it before this program stops it.
            self.starter = subprocess.Popen(serve, stdout=log, stderr=log, start_new_session=True, **where)
        ready = [binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        for _ in range(300):
            if subprocess.run(ready, env=environment({})).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"PostgreSQL does not start:\n{self.folder.with_suffix('.log').read_text()}")

    def stop(self) -> None:
        """Stop the server itself, not the program that started it as another user."""
        if not hasattr(self, "starter"):
            return
        try:
            process = int((self.folder / "postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            process = self.starter.pid
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGINT)
        self.starter.wait()

    def query(self, sql: str, database: str = "postgres") -> str:
        call = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, f"{self.url}/{database}"]
        quiet = {"PGOPTIONS": "-c client_min_messages=warning"}
        return subprocess.run(call, check=True, capture_output=True, text=True, env=environment(quiet)).stdout.strip()


def binary(name: str) -> str:
    """The path of one of the server's own programs."""
    folder = subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True).stdout.strip()
    return f"{folder}/{name}"
