"""The catalogs that Rung makes, held against those that the stores' own create_tables make elsewhere.

What differs is in DIFFERENCES with its reason, and nowhere else; docs/adk.md has the same list.
"""

import itertools
from pathlib import Path
from typing import Any, NamedTuple

from stage import VERSIONS, Stage, check

DOCS = Path(__file__).resolve().parents[2] / "docs" / "adk.md"
OWNER = {"owner_id_column": "account_id integer references accounts(id)"}
OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite": {"memory_use_fts": True, "fts_tokenize": "porter ascii", "fts_detail": "column"},
    "postgresql": {
        "memory_use_fts": True,
        "enable_event_generated_columns": True,
        "enable_covering_indexes": True,
        "fillfactor": 70,
        "autovacuum_vacuum_scale_factor": 0.1,
        "autovacuum_analyze_scale_factor": 0.05,
        "vector_index_type": "ivfflat",
        "vector_dimensions": 3,
    },
    "mysql": {
        "memory_use_fts": True,
        "enable_event_generated_columns": True,
        "enable_covering_indexes": True,
        "events_table_options": "ROW_FORMAT=DYNAMIC",
        "session_table_options": "ROW_FORMAT=COMPRESSED",
    },
    "duckdb": {},
}


class Difference(NamedTuple):
    dialect: str
    table: str
    rung: str
    sqlspec: str
    # As docs/adk.md says it.
    row: str


ORDER = "order of columns"
SESSION = "index ('idx_adk_events_session', 0, 0, '{}session_id 0,timestamp 0')"
DIFFERENCES = [
    Difference(
        "sqlite", "adk_events", SESSION.format(""), SESSION.format("app_name 0,user_id 0,"),
        "| SQLite | events, until 0004 | index `…_session` on session | on application, user, session | serves both |"),
    Difference(
        "postgresql", "adk_events", ORDER, ORDER,
        "| PostgreSQL | events | `session_id` second | fourth | moving it would rewrite the table |"),
    *(
        Difference(
            "mysql", table, f"index ('{table}_ibfk_1', {rest}", f"index ('account_id', {rest}",
            "| MySQL, MariaDB | with an owner | index `TABLE_ibfk_1` | index `account_id` | named with its key |")
        for table in ("adk_sessions", "adk_memory")
        for rest in ["1, 'BTREE', 'account_id A')"]
    ),
]  # fmt: skip


def documented() -> None:
    """The list in docs/adk.md is this one."""
    section = DOCS.read_text().partition("## Differences from SQLSpec's tables")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    check(rows[1:], list(dict.fromkeys(each.row for each in DIFFERENCES)), "the differences in docs/adk.md")


def compare(stage: Stage, generation: int, version: str, settings: dict[str, Any], what: str) -> None:
    database = stage.database
    database.reset()
    own = database.beside()
    try:
        for each in (database, own):
            each.run("create table accounts (id integer primary key);")
        calls = [["create_tables"]]
        if settings.get("enable_memory"):
            if database.dialect == "postgresql":
                own.run("create extension vector")
            calls.append(["memory.create_tables"])
        check(stage.play(generation, calls, settings, database=own), [None] * len(calls), "create_tables")
        stage.upgrade(settings, version)
        mine, theirs = database.catalog(), own.catalog()
    finally:
        own.close()
    if database.dialect == "postgresql":
        mine = {name: lines for name, lines in mine.items() if not name.startswith("function ")}
    check(sorted(mine), sorted(theirs), f"{what}: tables")
    if generation == 2 and not settings.get("contract"):
        # The first generation's columns are there, too.
        mine, theirs = ({name: indexes(lines) for name, lines in each.items()} for each in (mine, theirs))
    for table in mine:
        extra = [line for line in mine[table] if line not in theirs[table]]
        missing = [line for line in theirs[table] if line not in mine[table]]
        if not extra and mine[table] != theirs[table]:
            extra, missing = [ORDER], [ORDER]
        for pair in itertools.zip_longest(extra, missing, fillvalue="nothing"):
            known = [each for each in DIFFERENCES if each[:4] == (database.dialect, table, *pair)]
            check(len(known), 1, f"{what}, {table}: {pair[0]} in place of {pair[1]} is not among the differences")
    stage.say(f"{what}: {sum(map(len, mine.values()))} lines of the catalog are as SQLSpec makes them")


def indexes(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("index ")]


def catalogs(stage: Stage) -> None:
    documented()
    full = {"contract": True, "enable_memory": stage.has_memory}
    options = OPTIONS[stage.database.dialect]
    if not stage.has_memory:
        options = {key: value for key, value in options.items() if not key.startswith(("memory_", "vector_"))}
    compare(stage, 1, VERSIONS[0], {}, "first generation")
    compare(stage, 1, VERSIONS[0], OWNER, "first generation with an owner")
    compare(stage, 2, "0002", {}, "indexes while both work")
    compare(stage, 2, "", full, "second generation")
    compare(stage, 2, "", full | OWNER, "second generation with an owner")
    compare(stage, 2, "", full | options, "second generation with options")
