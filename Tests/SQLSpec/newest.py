#!/usr/bin/env python3
"""The SQLSpec of today brings a database up to date that oldest.py began; the files are in `migrations`, here.

newest.py sqlite:FILE|postgresql://USER@HOST:PORT/NAME

Prints what it did, and last the revision that it then sees.
"""

import sys

from databases import PostgreSQL, SQLite


def main(url: str) -> None:
    database = (SQLite if url.startswith("sqlite:") else PostgreSQL)(url)
    config = database.sqlspec({"script_location": "migrations", "version_table_name": "sqlspec_migrations"})
    try:
        config.migrate_up()
        print("revision", config.get_current_migration())
    finally:
        config.close_pool()


if __name__ == "__main__":
    main(sys.argv[1])
