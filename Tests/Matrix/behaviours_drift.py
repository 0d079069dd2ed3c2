"""Drift: what the database has otherwise than its applied migrations make."""

import time

from behaviours import three
from declare import MYSQL, behaviour
from stage import Stage, equal, holds, migration


def nothing_else(stage: Stage) -> None:
    """No scratch database is left, and the database is as it was."""
    equal([path.name for path in (stage.folder / "tmp").iterdir()], [], "temporary files")


@behaviour
def drift_is_none_where_the_migrations_made_all(stage: Stage) -> None:
    three(stage)
    table = "create table p (id integer primary key, a varchar(20) not null default 'it''s; x', check (a <> 'y'));"
    view = "create view z as select a from p;\ncreate view b as select a from z;"
    stage.write(migration("0004", f"{table}\ncreate index p_a on p (a);\n{view}", "drop view b;\ndrop view z;\ndrop table p;"), migration("0005"))
    stage.settings["include_extensions"] = ["litestar"]
    said = stage.call("status", "--drift").ended(0).says("no drift")
    equal(said.out, "", "standard output before anything is applied")
    stage.up("0004")
    stage.up("ext_litestar_0001")
    stage.write({"repeat_0001_view.sql": "create table if not exists again (a integer);\n"})
    before = stage.database.dump()
    said = stage.call("status", "--drift").ended(0).says("no drift")
    equal(said.out, "", "standard output")
    equal(stage.call("status", "--drift", "--json").ended(0).json()["drift"], [], "in JSON")
    equal(stage.database.dump(), before, "the database")
    stage.up()
    stage.call("status", "--drift", "--quiet").ended(0)
    stage.down("0001")
    stage.database.execute("drop table again;")
    stage.call("status", "--drift").ended(0)
    nothing_else(stage)
    holds("drift" not in stage.call("status", "--json").ended(0).json(), "'drift' in JSON that nobody asked for")


@behaviour
def drift_is_shown_as_a_difference(stage: Stage) -> None:
    three(stage)
    stage.write(migration("0002", "create table kept (id integer, a varchar(9));", "drop table kept;"))
    stage.up("0002")
    stage.database.execute("create table by_hand (id integer);\nalter table kept add column extra integer;\ndrop table t_0001;")
    before = stage.database.dump()
    said = stage.call("status", "--drift").ended(1).says("has another schema than its applied migrations make")
    lines = said.out.splitlines()
    equal(lines[:2], ["--- migrations", "+++ database"], "the first lines")
    holds(lines[2].startswith("@@ -"), lines[2])
    added, removed = ("\n".join(line for line in lines[2:] if line[0] == sign).lower() for sign in "+-")
    holds("by_hand" in added and "extra" in added and "t_0001" not in added, added)
    holds("t_0001" in removed and "by_hand" not in removed, removed)
    holds("ddl_migrations" not in said.out, "a table of Rung's own in the difference")
    shown = stage.call("status", "--drift", "--json").ended(1).json()
    equal(shown["drift"], lines, "in JSON")
    equal([row["state"] for row in shown["migrations"]], ["applied", "applied", "pending"], "in the same JSON")
    quiet = stage.call("status", "--drift", "--quiet").ended(1)
    equal(quiet.out, "", "standard output with --quiet")
    equal(stage.database.dump(), before, "the database")
    nothing_else(stage)
    stage.call("status", "--drift", "--graph").ended(64)


@behaviour
def drift_replays_in_the_order_of_the_history(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0003", "create table a (id integer);", "drop table a;"))
    stage.up()
    # What was late changes what the newer one made: in the order of versions, it fails.
    stage.write(migration("0002", "alter table a add column x integer;", "alter table a drop column x;"))
    stage.up()
    stage.applied("0001", "0003", "0002")
    stage.call("status", "--drift").ended(0).says("no drift")
    stage.rename("0003_x.sql", "0004_x.sql", ("0003", "0004"))
    stage.call("status", "--drift").ended(0).says("no drift")


@behaviour
def drift_that_cannot_be_shown_says_why(stage: Stage) -> None:
    three(stage)
    stage.database.execute("create table elsewhere (id integer);")
    stage.write(migration("0002", "create table x (id integer);\ninsert into x select id from elsewhere;", "drop table x;"))
    stage.up()
    failed = stage.call("status", "--drift").ended(1)
    failed.says("migrations/0002_x.sql:3:", "this fails in a new database: ", "elsewhere", "'rung verify --all'")
    equal(failed.out, "", "standard output")
    nothing_else(stage)
    stage.write(migration("0002", "create table x (id integer);", "drop table x;"))
    changed = stage.call("status", "--drift").ended(1)
    changed.says("'migrations/0002_x.sql' was changed after it was applied; its new text is compared", "+++ database")
    for name in ("0002_x.sql", "0003_x.sql"):
        (stage.folder / "migrations" / name).unlink()
    stage.call("status", "--drift").ended(1).says("'0002' is applied, but has no file", "'0003'", "restore the file")


@behaviour
def drift_does_not_see_how_much_a_database_was_used(stage: Stage) -> None:
    kind = {"psql": "postgresql", "sqlite3": "sqlite"}.get(stage.kind.kind, stage.kind.kind)
    sequence = "" if kind in ("sqlite", "mysql") else "create sequence s start with 5;"
    key = {"sqlite": "integer primary key autoincrement", "postgresql": "serial primary key", "duckdb": "integer"}
    stage.write(migration("0001", f"create table t (id {key.get(kind, 'int auto_increment primary key')}, a text);\n{sequence}"))
    stage.up()
    used = "do setval(s, 2000);" if kind == "mariadb" else "select nextval('s');" if sequence else ""
    number = "7, 'x'" if kind == "duckdb" else "null, 'x'" if kind != "postgresql" else "default, 'x'"
    stage.database.execute(f"insert into t values ({number});\n{used}")
    stage.call("status", "--drift").ended(0).says("no drift")


@behaviour
def drift_does_not_see_when_an_event_was_created(stage: Stage) -> None:
    events = ["every 1 day", "every '1:30' hour_minute starts '2036-01-01 00:00:00' ends '2037-01-01 00:00:00'"]
    make = "\n".join(f"create event e{i} on schedule {each} do select 1;" for i, each in enumerate(events))
    stage.write(migration("0001", make, None))
    stage.up()
    time.sleep(1.1)
    stage.call("status", "--drift").ended(0).says("no drift")
    stage.database.execute("alter event e0 on schedule every 2 day;")
    said = stage.call("status", "--drift").ended(1).out
    holds("EVERY 2 DAY" in said and "e1" not in said, said)


@behaviour
def drift_names_the_right_that_it_lacks(stage: Stage) -> None:
    three(stage)
    url, _ = stage.database.crowded()
    right = "the right to create databases 'rung_verify_…'" if stage.kind.kind in MYSQL else "createdb;"
    stage.call("status", "--drift", "-d", url).ended(1).says(right)


@behaviour
def drift_is_of_the_default_schema_alone(stage: Stage) -> None:
    three(stage)
    stage.database.execute("create schema app;")
    stage.settings |= {"default_schema": "app", "version_table_schema": "app"}
    stage.up()
    stage.call("status", "--drift").ended(0).says("no drift")
    # Clients and their dump programs see all schemas.
    if stage.kind.kind == "postgresql":
        stage.database.execute("create schema others;\ncreate table others.theirs (id integer);")
        stage.call("status", "--drift").ended(0).says("no drift")
    stage.database.execute("create table app.by_hand (id integer);")
    stage.call("status", "--drift").ended(1).says("by_hand")


@behaviour
def verify_says_which_rows_a_way_back_loses(stage: Stage) -> None:
    stage.write(migration("0001", "create table kept (id integer, t varchar(40), a integer);", "drop table kept;"))
    stage.write(migration("0002", "create table fresh (id integer);", "drop table fresh;"))
    stage.up()
    literals = [stage.database.literal(value) for value in ("it's; x", "a\tb\nc", "copy y from stdin;\n\\.")]
    for number, literal in enumerate(literals):
        stage.database.execute(f"insert into kept values ({number}, {literal}, {number});")
    stage.write(
        migration("0003", "alter table fresh add column b integer;", "alter table fresh drop column b;"),
        migration("0004", "alter table kept drop column a;", "alter table kept add column a integer;"),
        migration("0005", "insert into kept (id, t) values (9, 'nine');\ninsert into fresh (id) values (1);", "delete from fresh;"),
        migration("0006", "update kept set t = 'y' where id = 1;", "update kept set t = 'x' where id = 1;"),
        migration("0007", "insert into fresh (id) values (1);", None))
    before = stage.database.dump()
    stage.call("verify").ended(0).says("0004: x … up, down, up\n").silent_on("proved", "lost")
    said = stage.call("verify", "--data").ended(1)
    said.says("0003: x … up, down, up; proved, with 3 rows\n", "0004: x … up, down, up; impossible: data is lost: ",
              "0005: x … up, down, up; not undone: rows are left: ", "0006: x … up, down, up; impossible: data is lost: ",
              "0007: x … up; it has no down block",
              "error: reverting '0004', '0005' and '0006' does not restore the rows that were there before")
    line = next(line for line in said.errors.splitlines() if line.startswith("0004"))
    holds("kept" in line and "(3 rows)" in line and "fresh" not in line, line)
    line = next(line for line in said.errors.splitlines() if line.startswith("0006"))
    holds("(1 row)" in line and "rows are left" not in line, line)
    equal(stage.database.dump(), before, "the database")
    nothing_else(stage)
    stage.call("verify", "--data", "0003").ended(0).says("verified 1 migration")
    stage.call("verify", "--all", "--data").ended(1).says("0001: x … up, down, up; no rows to compare")
