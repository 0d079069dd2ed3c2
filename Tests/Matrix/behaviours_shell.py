"""What clients make that Rung makes as well, and what migrations may hold for a client."""

import re
from typing import Any

from behaviours import three
from behaviours_law import values
from declare import behaviour
from stage import Stage, equal, migration

SELF = {"psql": "postgresql", "sqlite3": "sqlite"}
CLIENT_COMMANDS = {
    "psql": ("\\copy data from 'data.csv' csv", "\\i more.sql"),
    "sqlite3": (".import --csv data.csv data", ".read more.sql"),
    "postgresql": ("\\copy data from 'data.csv' csv", "\\i more.sql"),
    "sqlite": (".import --csv data.csv data", ".read more.sql"),
}


def without_times(report: dict[str, Any]) -> dict[str, Any]:
    """A report without what differs from run to run, and from database to database."""
    left = {key: value for key, value in report.items() if key not in ("database", "dialect", "script")}
    for row in left["migrations"]:
        for key in ("applied_at", "duration_ms", "execution_time_ms"):
            row.pop(key, None)
    # A client tells lines, where a library tells columns, and what remains is another question for it.
    left.pop("errors", None)
    for key in ("column", "remedy", "cause"):
        left.get("error", {}).pop(key, None)
    return left


@behaviour
def the_client_makes_what_rung_itself_makes(stage: Stage) -> None:
    kind = stage.kind.kind
    library = stage.another()
    library.url = library.url.replace(f"{kind}:", f"{SELF[kind]}:")
    trigger = f"create table t (a varchar(20));\ncreate table log (a varchar(50));\n{stage.database.trigger}"
    three(stage)
    stage.write(migration("0004", values(stage), "drop table v;", head="-- Description: It's; \"v\"\n"))
    stage.write(migration("0005", trigger, f"{stage.database.no_trigger}\ndrop table t;\ndrop table log;"))
    stage.write(migration("0006", "insert into t values ('x');", "delete from t;", head="-- transactional: false\n"))
    stage.write(migration("0007", "insert into t values ('y');\n\ninsert into nix values (1);"))
    stage.write(migration("ext_a_0001"))
    for words in (
        ("upgrade", "0006"), ("status",), ("upgrade",), ("upgrade", "--continue-on-error"), ("status",),
        ("downgrade", "0003"), ("stamp", "0005"), ("status",), ("stamp", "0003"), ("redo",),
        ("upgrade", "0006"), ("downgrade", "base"),
    ):
        here, there = (stage.call(*words, "--json", on=database) for database in (stage.database, library))
        equal((here.status, bool(here.out)), (there.status, bool(there.out)), f"{words}: {here.errors}{there.errors}")
        if here.out:
            equal(without_times(here.json()), without_times(there.json()), f"the report of {words}")
        places = [re.findall(r"migrations/\S+?:\d+", answer.errors) for answer in (here, there)]
        equal(places[0], places[1], f"the places in what {words} says")
        equal(stage.database.dump(), library.dump(), f"the database after {words}")


@behaviour
def commands_of_the_client_run_in_migrations(stage: Stage) -> None:
    load, read = CLIENT_COMMANDS[stage.kind.kind]
    (stage.folder / "data.csv").write_text("1,one\n2,two; 'x'\n")
    (stage.folder / "more.sql").write_text("insert into data values (3, 'three');\n")
    up = f"create table data (a integer, b varchar(20));\n{load}\n{read}\ninsert into data values (4, 'four');"
    for transactional in (True, False):
        stage.settings["transactional"] = transactional
        stage.write(migration("0001", up, "drop table data;"))
        if stage.kind.kind not in SELF:
            stage.call("upgrade").ended(65).says("migrations/0001_x.sql:3:1", "error:")
            continue
        stage.up()
        equal(stage.column("data", "b", "a"), ["one", "two; 'x'", "three", "four"], "rows")
        stage.down()
        stage.write(migration("0001", up.replace("more.sql", "none.sql"), "drop table data;"))
        stage.call("upgrade").ended(1).says("migrations/0001_x.sql:4:", "none.sql")
        if not transactional:
            stage.call("resolve", "0001", "--reverted").ended(0)


@behaviour
def what_a_migration_told_the_client_ends_with_it(stage: Stage) -> None:
    """Settings of the session, the client's own among them."""
    more = {
        "psql": "\\set ON_ERROR_STOP off\n\\pset format html\n\\o /dev/null\nset search_path = nowhere;",
        "sqlite3": ".bail off\n.mode html\n.output /dev/null", "postgresql": "set search_path = nowhere;",
        **dict.fromkeys(("mariadb", "mysql"), "set foreign_key_checks = 0, sql_mode = 'ANSI_QUOTES';"),
        "sqlite": "pragma case_sensitive_like = on;",
        "duckdb": "create schema other;\nset search_path = 'other';",
    }[stage.kind.kind]
    stage.write(migration("0001", f"create table t_0001 (id integer);\n{more}"), migration("0002"))
    stage.up()
    stage.made("t_0001", "t_0002")
    stage.write(migration("0003", "insert into nowhere values (1);"), migration("0004"))
    stage.call("upgrade").ended(1).says("migrations/0003_x.sql:2:")
    stage.made("t_0001", "t_0002")
