#!/usr/bin/env python3
"""SQLSpec's own stores of sessions and events at work on the tables of the extensions litestar and events.

usage: Tests/Extensions/stores.py --rung PROGRAM KIND …
  KIND  sqlite, postgresql, mariadb or duckdb; Tests/ADK/database.py says what names their servers

For each extension, with its default name, with one of 60 letters, and where the database has schemas with a qualified
one: up, down, up; down leaves nothing behind. With the default name the catalog is that of the tables that SQLSpec
makes itself; then its stores work on Rung's tables, and never create any. The first failure ends all with 1.
"""

import argparse
import asyncio
import importlib
import logging
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ADK"))

from actor import config_class, pool
from database import KINDS
from stage import Settings, Stage, check

TABLES = {"litestar": "session_table", "events": "queue_table"}
# The adapter for each kind of database, and its stores.
STORES = {
    "sqlite": ("sqlite", {"litestar": "SQLiteStore", "events": "SqliteEventQueueStore"}),
    "postgresql": ("psycopg", {"litestar": "PsycopgSyncStore", "events": "PsycopgSyncEventQueueStore"}),
    "mariadb": ("pymysql", {"litestar": "PyMysqlStore", "events": "PyMysqlEventQueueStore"}),
    "duckdb": ("duckdb", {"litestar": "DuckdbStore", "events": "DuckDBEventQueueStore"}),
}


def config(stage: Stage, url: str, settings: Settings) -> Any:
    adapter, _ = STORES[stage.kind]
    return config_class(adapter)(
        connection_config=pool(adapter, url), extension_config={stage.extension: settings})  # fmt: skip


def store(stage: Stage) -> Any:
    adapter, names = STORES[stage.kind]
    found = getattr(
        importlib.import_module(f"sqlspec.adapters.{adapter}.{stage.extension}"), names[stage.extension])  # fmt: skip
    return for_mariadb(found) if (stage.kind, stage.extension) == ("mariadb", "litestar") else found


def for_mariadb(kind: Any) -> Any:
    """A fault of SQLSpec's: all of its stores for MySQL write 'values (…) as new', which MariaDB refuses."""
    from pymysql.err import ProgrammingError

    class Store(kind):  # type: ignore[misc]
        def _set(self, key: str, value: Any, expires_in: Any = None) -> None:
            try:
                super()._set(key, value, expires_in)
            except ProgrammingError as error:
                check((error.args[0], "AS new" in error.args[1]), (1064, True), f"MariaDB's refusal: {error}")
            else:
                sys.exit("not ok - SQLSpec's store writes to MariaDB now: take this class away")
            expires = self._calculate_expires_at(expires_in)
            values = (key, self._value_to_bytes(value), expires and expires.replace(tzinfo=None))
            with self._config.provide_connection() as connection, connection.cursor() as cursor:
                into = f"{self._table_name} (session_id, data, expires_at)"
                cursor.execute(f"replace into {into} values (%s, %s, %s)", values)

    return Store


def sqlspec_makes(stage: Stage, url: str) -> None:
    made = config(stage, url, {})
    if stage.extension == "litestar":
        store(stage)(made)._create_table()  # create_table compares schemas afterwards, on DuckDB by pyarrow
    else:
        with made.provide_session() as driver:
            for statement in store(stage)(made).create_statements():
                driver.execute_script(statement)
            driver.commit()
    made.close_pool()


async def sessions_work(kept: Any) -> None:
    """Set, get, renew, expire, delete: what Litestar asks of a store."""
    await kept.set("a", b"\x00one\xff", expires_in=timedelta(hours=1))
    await kept.set("b", "two")
    check([await kept.get("a"), await kept.get("b")], [b"\x00one\xff", b"two"], "values")
    await kept.set("a", b"three", expires_in=3600)
    check(await kept.get("a", renew_for=7200), b"three", "a value written again")
    check(3600 < await kept.expires_in("a") <= 7200, True, "it was renewed")
    check([await kept.exists(key) for key in "abc"], [True, True, False], "what exists")
    for key in "cd":
        await kept.set(key, b"gone", expires_in=1)
    await asyncio.sleep(1.5)
    check(await kept.get("c"), None, "what has expired")
    check(await kept.delete_expired() >= 1, True, "it deletes what has expired")
    await kept.delete("a")
    check([await kept.get("a"), await kept.get("b")], [None, b"two"], "after a deletion")
    await kept.delete_all()
    check(await kept.exists("b"), False, "after all were deleted")


def events_work(made: Any) -> None:
    """Publish, receive, refuse, receive again, acknowledge."""
    from sqlspec.extensions.events import SyncEventChannel

    channel = SyncEventChannel(made)
    check(channel.backend_name, "poll_queue", "the backend")
    first = channel.publish("orders", {"n": 1, "text": "ä 'x'"}, {"from": "here"})
    second, _ = channel.publish_many([("orders", {"n": 2}, None), ("other", {"n": 3}, None)])
    received = channel.iter_events("orders", event_poll_interval=0.05)
    one = next(received)
    found = (one.event_id, one.payload, one.metadata)
    check(found, (first, {"n": 1, "text": "ä 'x'"}, {"from": "here"}), "the first event")
    channel.nack(first)
    seen: dict[str, Any] = {}
    while len(seen) < 2:
        event = next(received)
        seen[event.event_id] = event.payload
        channel.ack(event.event_id)
    check(seen, {first: {"n": 1, "text": "ä 'x'"}, second: {"n": 2}}, "the events of a channel")
    channel.shutdown()


def round_trip(stage: Stage, settings: Settings, what: str) -> None:
    """Up, down, up and down."""
    database = stage.database
    bare = database.catalog()
    made = []
    for _ in range(2):
        stage.rung(settings, "upgrade")
        made.append(database.catalog())
        stage.rung(settings, "downgrade", "base")
        check(database.catalog(), bare, f"{what}: down leaves nothing behind")
    check(made[0], made[1], f"{what}: up after down")
    check(len(made[0]), len(bare) + 1, f"{what}: tables")
    stage.say(f"{stage.extension}, {what}: up, down, up")


def works(stage: Stage) -> None:
    """SQLSpec's stores on Rung's table, which is the one that they would make."""
    database = stage.database
    stage.rung({}, "upgrade")
    made = database.catalog()
    own = database.beside()
    try:
        sqlspec_makes(stage, own.url)
        check(made, own.catalog(), f"{stage.extension}: the table is the one that SQLSpec makes")
    finally:
        own.close()
    queue = {"backend": "poll_queue", "manage_schema": False} if stage.extension == "events" else {}
    used = config(stage, database.url, queue)
    if stage.extension == "litestar":
        asyncio.run(sessions_work(store(stage)(used)))
    else:
        events_work(used)
    used.close_pool()
    check(database.catalog(), made, f"{stage.extension}: the table after the store's work")
    stage.say(f"{stage.extension}: SQLSpec's store works on the table, which is the one that it would make")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rung", required=True)
    parser.add_argument("kinds", nargs="+", choices=STORES)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    shown = 0
    for kind in given.kinds:
        for extension, table in TABLES.items():
            with tempfile.TemporaryDirectory() as folder:
                database = KINDS[kind](f"stores_{extension}_{os.getpid()}", Path(folder))
                stage = Stage(given.rung, [], kind, database, extension)
                try:
                    round_trip(stage, {table: "n" * 50 + "_sessions9"}, "a name of 60 letters")
                    if kind != "sqlite":
                        database.run(f"create schema {database.schemas[0]}")
                        round_trip(stage, {table: f"{database.schemas[0]}.x"}, "a qualified name")
                    works(stage)
                finally:
                    stage.close()
                shown += stage.shown
    print(f"{shown} shown")


if __name__ == "__main__":
    main()
