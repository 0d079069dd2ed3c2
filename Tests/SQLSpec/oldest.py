#!/usr/bin/env python3
"""The oldest SQLSpec with migrations, 0.14.0, brings a database up to date; the files are in `migrations`, here.

oldest.py sqlite:FILE|postgresql://USER@HOST:PORT/NAME [VERSION]

Of each block it runs the first statement, and of the rest it says nothing: give it one statement a block. What counts
as new to it is a version greater, as text, than the greatest that is applied, so it takes 20250101000000 before 3000
and never goes back for a file that comes late. Its tracking table is `sqlspec_migrations`. Prints what it did.
"""

import sys
from typing import Any

from sqlspec.migrations.commands import SyncMigrationCommands


def config(url: str) -> Any:
    if url.startswith("sqlite:"):
        from sqlspec.adapters.sqlite import SqliteConfig

        class Committing(SqliteConfig):
            """Since Python 3.12 connections have an attribute `autocommit`, which this release misreads, and never commits."""

            def create_connection(self) -> Any:
                connection = super().create_connection()
                connection.isolation_level = None
                return connection

        return Committing(database=url.removeprefix("sqlite:"))
    from sqlspec.adapters.psycopg import PsycopgSyncConfig

    return PsycopgSyncConfig(conninfo=url, min_size=1, max_size=1)


def main(url: str, version: str = "head") -> None:
    database = config(url)
    try:
        SyncMigrationCommands(database).upgrade(version)
    finally:
        database.close_pool()


if __name__ == "__main__":
    main(*sys.argv[1:])
