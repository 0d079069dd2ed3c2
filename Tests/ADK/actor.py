#!/usr/bin/env python3
"""Plays a real store of SQLSpec, of either generation: whichever is installed in the Python that runs this.

Every line that it reads is JSON: an adapter, a URL, settings and a list of calls. It makes the calls in turn, on a
store of their own, and prints a line: the list of what came back.

A call is a list: the name of a method and its arguments; `memory.NAME` is a method of the memory store. Arguments
are those of the second generation's methods; `fill` writes sample events and `event` an event's JSON as a Google ADK
event. What fails gives {"error": …}, and the next call is made all the same.
"""

import asyncio
import base64
import datetime
import importlib
import importlib.metadata
import inspect
import json
import sys
from typing import Any
from urllib.parse import unquote, urlsplit

import samples

FIRST = tuple(map(int, importlib.metadata.version("sqlspec").split(".")[:2])) < (0, 51)
NAMES = {"sqlite": "Sqlite", "aiosqlite": "Aiosqlite", "asyncpg": "Asyncpg", "psycopg": "PsycopgSync",
         "asyncmy": "Asyncmy", "pymysql": "PyMysql", "duckdb": "DuckDB"}  # fmt: skip


def pool(adapter: str, url: str) -> dict[str, Any]:
    """Where the database is, in the adapter's words."""
    parts = urlsplit(url)
    if adapter in ("sqlite", "aiosqlite", "duckdb"):
        return {"database": url.partition(":")[2]}
    if adapter == "asyncpg":
        return {"dsn": url, "min_size": 1, "max_size": 1}
    if adapter == "psycopg":
        return {"conninfo": url, "min_size": 1, "max_size": 1}
    server = {"host": parts.hostname, "port": parts.port, "user": parts.username,
              "password": unquote(parts.password or ""), "database": parts.path[1:]}  # fmt: skip
    # A fault of SQLSpec's: reads leave an old snapshot open.
    return server | ({"autocommit": True} if adapter == "pymysql" else {})


def config_class(adapter: str) -> Any:
    return getattr(importlib.import_module(f"sqlspec.adapters.{adapter}"), NAMES[adapter] + "Config")


def config(adapter: str, url: str, settings: dict[str, Any]) -> Any:
    kind, where = config_class(adapter), pool(adapter, url)
    own = {"include_extensions": ["adk"], "script_location": settings.get("script_location", "migrations")}
    if FIRST:
        made = kind(pool_config=where, extension_config={"adk": settings}, migration_config=own)
        if adapter == "psycopg":
            made.provide_pool()  # a fault: the first connection, if it makes the pool, is lost with what it wrote
        return made
    foreign = ("contract", "owner_id_index", "script_location")
    settings = {key: value for key, value in settings.items() if key not in foreign}
    if adapter != "duckdb":
        return kind(
            connection_config=where, extension_config={"adk": {"enable_memory": False, **settings}},
            migration_config=own)  # fmt: skip
    # A fault of SQLSpec's: a DuckDBConfig with settings for ADK cannot be constructed, so it is told of them later.
    made = kind(connection_config=where)
    made.extension_config = {"adk": {"enable_memory": False, **settings}}
    return made


def encode(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        # Stores that keep no zone keep UTC.
        value = value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)
        return {"time": value.isoformat(timespec="microseconds")}
    if isinstance(value, bytes | bytearray | memoryview):
        return {"bytes": base64.b64encode(value).decode()}
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(type(value).__name__)


def decode(value: dict[str, Any]) -> Any:
    if value.keys() == {"time"}:
        return datetime.datetime.fromisoformat(value["time"])
    return base64.b64decode(value["bytes"]) if value.keys() == {"bytes"} else value


class Actor:
    def __init__(self, adapter: str, settings: dict[str, Any], made: Any) -> None:
        module = importlib.import_module(f"sqlspec.adapters.{adapter}.adk")
        name = NAMES[adapter].replace("DuckDB", "Duckdb")
        self.config = made
        self.store = getattr(module, f"{name}ADKStore")(made)
        self.memory = getattr(module, f"{name}ADKMemoryStore")(made) if settings.get("enable_memory") else None

    async def call(self, name: str, *arguments: Any) -> Any:
        own = getattr(self, "do_" + name, None)
        target = own or getattr(self.memory if name.startswith("memory.") else self.store, name.split(".")[-1])
        if FIRST and own is None:
            arguments = self.narrowed(name, arguments)
        result = target(*arguments)
        return await result if inspect.isawaitable(result) else result

    def narrowed(self, name: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """The first generation finds a session by its id alone."""
        if name in ("get_session", "get_events", "delete_session", "update_session_state"):
            return arguments[2:]
        return arguments

    async def do_fill(self, app: str, user: str, session: str, first: int, count: int) -> int:
        for number in range(first, first + count):
            await self.call("append_event", samples.event(number, app, user, session, FIRST))
        return count

    async def do_append_event(self, record: dict[str, Any]) -> None:
        if hasattr(self.store, "append_event"):
            result = self.store.append_event(record)
            if inspect.isawaitable(result):
                await result
        else:  # the first generation where it is not asynchronous
            self.store.create_event(
                event_id=record["id"], **{key: value for key, value in record.items() if key != "id"}
            )

    async def do_migrate(self) -> None:
        """SQLSpec's own migrations of ADK; where they are not asynchronous, they want no loop around them."""
        result = await asyncio.to_thread(self.config.migrate_up)
        if inspect.isawaitable(result):
            await result

    async def do_event(self, record: dict[str, Any]) -> Any:
        """The event as Google's ADK has it."""
        from sqlspec.extensions.adk.converters import record_to_event

        return record_to_event(record).model_dump(exclude_none=True, mode="json")

    async def do_get_events(self, app: str, user: str, session: str) -> Any:
        events = self.store.get_events if hasattr(self.store, "get_events") else self.store.list_events
        result = events(session) if FIRST else events(app, user, session)
        return await result if inspect.isawaitable(result) else result


async def play(adapter: str, url: str, settings: dict[str, Any], calls: list[Any]) -> list[Any]:
    made = config(adapter, url, settings)
    actor = Actor(adapter, settings, made)
    results = []
    for call in calls:
        try:
            results.append(await actor.call(*call))
        except Exception as error:
            results.append({"error": f"{type(error).__name__}: {error}"})
    closed = made.close_pool()
    if inspect.isawaitable(closed):
        await closed
    if FIRST and adapter == "asyncmy":
        # A fault: 0.30 leaves its connections open, and their reads hold locks that keep triggers from being dropped.
        await made.pool_instance.wait_closed()
    return results


def main() -> None:
    answers, sys.stdout = sys.stdout, sys.stderr  # SQLSpec and its drivers print
    for line in sys.stdin:
        print(
            json.dumps(asyncio.run(play(*json.loads(line, object_hook=decode))), default=encode),
            file=answers,
            flush=True,
        )


if __name__ == "__main__":
    main()
