"""What a project adds to the tables, or calls by other names, is never lost: a migration refuses instead.

SQLite and DuckDB make tables anew, and what was added to the old ones would be gone. Everywhere a way down drops only
tables that have the columns of the extension's own.
"""

from pathlib import Path

from stage import Stage, check

# Where tables are made anew, in turns.
REMADE = {
    "sqlite": [
        ("upgrade", "ext_adk_0002"), ("upgrade", "ext_adk_0004"),
        ("downgrade", "ext_adk_0002"), ("downgrade", "ext_adk_0001"),
    ],
    "duckdb": [("upgrade", "ext_adk_0004"), ("downgrade", "ext_adk_0002"), ("downgrade", "ext_adk_0001")],
}  # fmt: skip
# What is added to a table, and what a refusal calls it.
ADDED = {
    "alter table {} add column note integer": "a column",
    "create index note on {} (app_name)": "an index",
    "create trigger note after delete on {} begin select 1; end": "a trigger",
}
CONTRACT = {"contract": True}
# A column of each table that another of its name lacks.
COLUMNS = {"metadata_table": "key", "user_state_table": "app_name", "app_state_table": "app_name"}


def refused(stage: Stage, settings: dict[str, object], words: tuple[str, ...], reason: str) -> None:
    """It says why, and nothing has changed."""
    before = stage.database.catalog()
    said = stage.rung(settings, *words, status=1)
    check(reason in said, True, f"{' '.join(words)}: {reason!r} in {said!r}")
    check(stage.database.catalog(), before, f"the catalog after {' '.join(words)} was refused")


def added(stage: Stage) -> None:
    database, shown = stage.database, 0
    file, sqlite = Path(database.url.partition(":")[2]), database.dialect == "sqlite"
    stage.upgrade({}, "0001" if sqlite else "0002")
    if sqlite:
        database.run("create table notes (id integer primary key, event text references adk_events (id))")
    before = database.catalog().get("notes")
    for way, target in REMADE[database.dialect]:
        if sqlite:
            changes = {
                sql.format("adk_events"): f"not remade: {what} of events would be lost" for sql, what in ADDED.items()
            }
            changes["alter table adk_sessions rename to agent_sessions"] = "no such table: adk_sessions"
        else:
            # It has no triggers, and makes the sessions anew where their times get a zone or lose it.
            tables = ["adk_events", "adk_sessions"][: 1 if target == "ext_adk_0001" else 2]
            changes = {
                sql.format(table): f"not remade: {what.split()[1]} note of {table} would be lost"
                for table in tables
                for sql, what in ADDED.items()
                if what != "a trigger"
            }
        for change, reason in changes.items():
            kept = file.read_bytes()
            database.run(change)
            refused(stage, CONTRACT, (way, target), reason)
            file.write_bytes(kept)
            shown += 1
        stage.rung(CONTRACT, way, target)
        check(database.catalog().get("notes"), before, f"a table that refers to events, after {way} to {target}")
    stage.say(f"{shown} times refused to make a table anew that would have lost something")


def others(stage: Stage) -> None:
    """A setting that changes between up and down does not make another table go."""
    full = {"enable_memory": stage.has_memory}
    stage.upgrade(full)
    stage.database.run("create table settings (name varchar(20) primary key, update_time integer)")
    if stage.has_memory:
        refused(stage, full | {"memory_table": "settings"}, ("downgrade", "-1"), "event_id")
        stage.rung(full, "downgrade", "-1", *again(stage))
    # In the order of the file: it is taken up again only where what was done of it is the same.
    words: tuple[str, ...] = ("downgrade", "-1")
    for setting, column in COLUMNS.items():
        refused(stage, full | {setting: "settings"}, words, column)
        words = ("downgrade", "-1", *again(stage))
    stage.rung(full, "downgrade", "base", *again(stage))
    stage.say("a table that is called like one of ours stays where it is")


def again(stage: Stage) -> list[str]:
    """Without transactions, what failed behind its first statement is taken up again."""
    if stage.kind != "mariadb":
        return []
    ((count,),) = stage.database.query("select count(*) from ddl_migrations_progress")
    return ["--resume"] if count else []


def kept(stage: Stage) -> None:
    if stage.database.dialect in REMADE:
        added(stage)
        stage.database.reset()
    others(stage)
