"""Up, down and up again, with and without an owner's column, with long and with qualified names; and two tenants."""

from typing import Any

from stage import VERSIONS, Stage, check

OWNER = {"owner_id_column": '"Account" integer references accounts(id)', "owner_id_index": True}
TABLES = ("session_table", "events_table", "app_state_table", "user_state_table", "metadata_table", "memory_table")
Settings = dict[str, Any]


def long(letter: str) -> dict[str, str]:
    """Names of 60 characters that differ in their last one only."""
    return {table: f"{table}_" + "x" * (58 - len(table)) + letter for table in TABLES}


def qualified(schema: str) -> dict[str, str]:
    return {table: f"{schema}.{table}" for table in TABLES}


def round_trip(stage: Stage, settings: Settings, what: str) -> None:
    """Every version up; each one down to what was there before it; and up again to what was there after it."""
    database = stage.database
    states = [database.catalog()]
    versions = [version for version in VERSIONS if version != "0003" or stage.has_memory]
    for version in versions:
        stage.upgrade(settings, version)
        states.append(database.catalog())
    for version, before in zip(reversed(versions), reversed(states[:-1]), strict=True):
        stage.rung(settings, "downgrade", "-1")
        found = database.catalog()
        check({name: sorted(found[name]) for name in found}, {name: sorted(before[name]) for name in before},
              f"{what}: {version} down; columns may come back at the end")  # fmt: skip
    stage.upgrade(settings)
    check(database.catalog(), states[-1], f"{what}: up again")
    stage.rung(settings, "downgrade", "base")
    check(database.catalog(), states[0], f"{what}: nothing is left")
    indexes = sum(line.startswith("index") for table in states[-1].values() for line in table)
    stage.say(f"{what}: up, down, up: {indexes} indexes")


def tenants(stage: Stage, settings: Settings, one: Settings, other: Settings, what: str) -> None:
    """Two sets of tables in one database, each with a record of its own: neither touches the other."""
    database = stage.database
    bare = database.catalog()
    stage.upgrade(settings | one, table="ddl_migrations_a")
    alone = database.catalog()
    stage.upgrade(settings | other, table="ddl_migrations_b")
    counts = [sum(map(len, found.values())) - sum(map(len, bare.values())) for found in (alone, database.catalog())]
    check(counts[1], 2 * counts[0], f"{what}: no name is taken twice")
    stage.rung(settings | other, "downgrade", "base", table="ddl_migrations_b")
    check(database.catalog(), alone, f"{what}: one tenant goes, the other stays whole")
    stage.rung(settings | one, "downgrade", "base", table="ddl_migrations_a")
    check(database.catalog(), bare, f"{what}: nothing is left")
    stage.say(f"{what}: one tenant goes, the other stays whole")


def names(stage: Stage) -> None:
    database, dialect = stage.database, stage.database.dialect
    full = {"enable_memory": stage.has_memory, "contract": True}
    full |= {"memory_use_fts": True} if stage.has_memory else {}
    owner = OWNER | ({"owner_id_column": "`Account` integer references accounts(id)"} if dialect == "mysql" else {})
    options = {"enable_event_generated_columns": True, "enable_covering_indexes": True}
    options = options if dialect in ("postgresql", "mysql") else {}
    database.run("create table accounts (id integer primary key)")
    if stage.kind == "pgvector":
        database.run("create extension vector")  # a down leaves it, as its file says
    # DuckDB's client is started for every run, so that there is less of it.
    if dialect != "duckdb":
        tenants(stage, full, long("a"), long("b"), "long names")
    a, b = database.schemas
    if dialect != "sqlite":  # a schema would be another file there
        database.run(f"create schema {a}; create schema {b};")
        tenants(stage, full, qualified(a), qualified(b), "qualified names")
    plain = {} if dialect == "sqlite" else qualified(a)
    if dialect != "duckdb":
        round_trip(stage, full | plain, "without an owner, qualified where there are schemas")
    round_trip(stage, full | owner | options | long("a"), "with an owner in quotes, all options and long names")
