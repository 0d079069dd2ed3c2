"""Dumps of the databases' own programs, as the first migration."""

import re
import shutil
from pathlib import Path

from database import PROGRESS, TRACKER, Database
from declare import MYSQL, behaviour
from stage import Stage, equal, holds, migration

WHOLE = Path(__file__).resolve().parents[1] / "Dumps" / "whole"
# What differs from dump to dump of one state.
FLEETING = re.compile(
    r"^(\\(un)?restrict .*|-- (Host:|Dumped |Dump completed|Dumping (events|routines) for database).*|.*'dumped_from').*\n", re.M)


def dumped(stage: Stage, database: Database) -> str:
    """What the database's own program writes."""
    kind = stage.kind.kind
    if kind in ("sqlite", "sqlite3"):
        return database.read([*database.client(), ".dump"], "")
    if kind in ("postgresql", "psql"):
        return database.read(["pg_dump", database.url.replace("psql:", "postgresql:")], "")
    if kind == "duckdb":
        folder = stage.folder / "exported"
        shutil.rmtree(folder, ignore_errors=True)
        database.execute(f"export database '{folder}';")
        return (folder / "schema.sql").read_text()
    program = "mysqldump" if kind == "mysql" else "mariadb-dump"
    words = ["--routines", "--events", "--hex-blob"] + (["--set-gtid-purged=OFF"] if kind == "mysql" else [])
    return database.read([program, *database.connect(*words, database.name)[1:]], "")


def without_tracker(stage: Stage, database: Database) -> str:
    """The same of a copy, less what Rung keeps there."""
    for table in (PROGRESS, TRACKER):
        database.execute(f"drop table if exists {table};")
    text = FLEETING.sub("", dumped(stage, database))
    # Each name of a view's database.
    return text.replace(database.name, "NAME")


def source(stage: Stage) -> Database:
    """A database with one of everything, as a program without Rung has made it."""
    name = {"psql": "postgresql", "sqlite3": "sqlite", "mariadb": "mysql"}.get(stage.kind.kind, stage.kind.kind)
    database = stage.another()
    database.execute((WHOLE / f"{name}.sql").read_text())
    return database


def loaded(stage: Stage, text: str) -> Database:
    """A database made of a dump by the client alone."""
    database = stage.another()
    database.execute(text)
    return database


@behaviour
def a_native_dump_is_applied_where_nothing_is(stage: Stage) -> None:
    text = dumped(stage, source(stage))
    (stage.folder / "dump.sql").write_text(text)
    said = stage.call("baseline", "dump.sql").ended(0).says("wrote migrations/0001_baseline.sql", "is at 0001")
    said.says("applied 1 migration")
    stage.applied("0001")
    stage.call("check").ended(0)
    stage.write(migration("0002"))
    stage.up().says("0002: x")
    stage.down()
    equal(without_tracker(stage, stage.database), without_tracker(stage, loaded(stage, text)), "the database")


@behaviour
def a_native_dump_is_only_recorded_where_its_tables_are(stage: Stage) -> None:
    stage.database = source(stage)
    text = dumped(stage, stage.database)
    (stage.folder / "dump.sql").write_text(text)
    stage.call("baseline", "dump.sql").ended(0).says("recorded without running it").silent_on("warning")
    stage.applied("0001")
    stage.call("baseline", "dump.sql").ended(0).says("nothing to do: 0001 is recorded")
    stage.write(migration("0002"))
    stage.up().says("0002: x")
    stage.down()
    equal(without_tracker(stage, stage.database), FLEETING.sub("", text).replace(stage.database.name, "NAME"), "it")


@behaviour
def a_native_dump_does_what_it_prints(stage: Stage) -> None:
    text = dumped(stage, source(stage))
    (stage.folder / "dump.sql").write_text(text)
    script = stage.call("baseline", "dump.sql", "--dry-run").ended(0).says("would write").out
    equal(stage.files(), [], "files")
    printed = loaded(stage, script)
    stage.call("baseline", "dump.sql").ended(0)
    equal(without_tracker(stage, printed), without_tracker(stage, stage.database), "the database")


@behaviour
def a_tracking_table_in_a_dump_is_left_out(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"))
    stage.up()
    text = dumped(stage, stage.database)
    holds(TRACKER in text, text)
    (stage.folder / "dump.sql").write_text(text)
    new = stage.another()
    words = ("baseline", "dump.sql", "--migrations", "others")
    stage.call(*words, on=new).ended(0).says("left out Rung's own tables")
    made = re.sub(r"(?m)^--.*\n", "", (stage.folder / "others" / "0001_baseline.sql").read_text())
    holds(TRACKER not in made and "t_0002" in made, made)
    equal(new.rows(f"select version_num, description from {TRACKER}"), [["0001", "baseline"]], "rows")


@behaviour
def a_native_dump_is_refused_where_it_does_not_belong(stage: Stage) -> None:
    stage.database.execute("create table p (a integer); create table t (a integer);")
    (stage.folder / "dump.sql").write_text(dumped(stage, stage.database))
    stage.database.execute("drop table t;")
    words = ("baseline", "dump.sql")
    stage.call(*words).ended(1).says("but not", "of this dump", "--no-database")
    equal(stage.files(), [], "files")
    stage.call(*words, "--no-database").ended(0).says("wrote migrations/0001_baseline.sql")
    stage.made("p")
    stage.call(*words, "--no-database").ended(0).says("found migrations/0001_baseline.sql")
    (stage.folder / "dump.sql").write_text(dumped(stage, stage.database))
    stage.call(*words).ended(73).says("exists already, and differs")
    stage.call("baseline", "migrations/0001_baseline.sql").ended(64).says("is in the folder of migrations")
    (stage.folder / "migrations" / "0001_baseline.sql").unlink()
    stage.write(migration("0007"))
    stage.call(*words).ended(73).says("the project has migrations already, such as 'migrations/0007_x.sql'")
    stage.call("stamp", "0007").ended(0)
    (stage.folder / "migrations" / "0007_x.sql").unlink()
    stage.call(*words).ended(1).says("the database has a migration already: '0007'")


@behaviour
def a_dump_that_is_cut_off_or_empty_is_refused(stage: Stage) -> None:
    text = dumped(stage, source(stage))
    (stage.folder / "dump.sql").write_text("-- nothing\n")
    stage.call("baseline", "dump.sql").ended(65).says("'dump.sql' has no statement")
    if stage.kind.kind == "duckdb":
        return  # Its dumps have no last line.
    (stage.folder / "dump.sql").write_text(text[: len(text) // 2])
    stage.call("baseline", "dump.sql").ended(65).says("'dump.sql' is cut off")
    equal((stage.files(), stage.database.tables()), ([], []), "what is there")


COUNTED = {
    "sqlite": ("create table counted (id integer primary key autoincrement, t text);", ""),
    "postgresql": ("create table counted (id int generated always as identity, t text); create sequence s;", "select nextval('s');"),
    "mariadb": ("create table counted (id int auto_increment primary key, t text) comment = ' AUTO_INCREMENT=7';\n"
                "create sequence s start with 5;", "select setval(s, 900);"),
    "mysql": ("create table counted (id int auto_increment primary key, t text) comment = ' AUTO_INCREMENT=7';", ""),
}


@behaviour
def a_dump_does_not_show_how_much_its_counters_were_used(stage: Stage) -> None:
    made, used = COUNTED[{"psql": "postgresql", "sqlite3": "sqlite"}.get(stage.kind.kind, stage.kind.kind)]
    stage.write(migration("0001", made))
    stage.up()
    before = stage.call("dump").ended(0).out
    stage.database.execute(f"insert into counted (t) values ('x'); {used}")
    equal(stage.call("dump").ended(0).out, before, "the dump after its counters were used")
    if stage.kind.kind in MYSQL:
        holds("' AUTO_INCREMENT=7'" in before, "the comment was changed")
    rows = stage.call("dump", "--data").ended(0).out
    (stage.folder / "dump.sql").write_text(rows)
    copy = stage.another()
    stage.call("baseline", "dump.sql", on=copy).ended(0)
    equal(stage.call("dump", "--data", on=copy).ended(0).out, rows, "the dump of the copy, with rows")


@behaviour
def verify_names_the_right_that_it_lacks(stage: Stage) -> None:
    stage.write(migration("0001"))
    url, _ = stage.database.crowded()
    refused = stage.call("verify", "-d", url).ended(1)
    own = "remedy: grant this user the right to create databases 'rung_verify_…'"
    refused.says(own if stage.kind.kind in MYSQL else "createdb;")
