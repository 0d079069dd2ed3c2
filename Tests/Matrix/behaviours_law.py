"""The law of the dry run, and what values and statements have to survive."""

import os
import shlex
import subprocess
from collections.abc import Callable

from behaviours import three
from database import Database
from declare import behaviour
from stage import Stage, equal, holds, migration

VALUES = [
    "it's", '"q" `b` [c]', "a\tb", "a\nb\n\nc", "\\", "a\\nb \\N \\' \\\\", "Zürich 東京 🙂 \u0301", None, "", "NULL",
    "a; b; -- c\n; d", "/* no comment", "$$ $tag$ $1", ":a :'b' :\"c\" ::d", "%s {x} ${y} `z` $(w)", " blanks  ",
    "x\n-- name: migrate-0001-down\ny", "x\ngo\ny\n/\nz", "x\n.quit\n\\q\n\\.\ny", "x\ndelimiter //\ny;\n//", "--", "#",
]


def values(stage: Stage) -> str:
    """Inserts of all of them, after comments that are hard on readers."""
    lines = []
    for number, value in enumerate(VALUES):
        literal = "null" if value is None else stage.database.literal(value)
        lines += ["-- it's; a \"comment", "/* it's; another \" ` */"]
        lines.append(f"insert into v (id, a) values ({number}, {literal});")
    return "create table v (id integer, a text);\n\n" + "\n".join(lines)


def lawful(stage: Stage, *words: str, before: Callable[[Database], None] = lambda database: None) -> None:
    """What `rung … --dry-run` prints makes of one database what `rung …` makes of another."""
    by_hand = stage.another()
    for database in (stage.database, by_hand):
        before(database)
    start = by_hand.dump()
    dry = stage.call(*words, "--dry-run", on=by_hand).ended(0)
    holds(dry.out.startswith(f"-- rung {words[0]}"), f"the script begins with {dry.out[:80]!r}")
    equal(by_hand.dump(), start, "the database after a dry run")
    made = by_hand.send(dry.out)
    equal((made.returncode, made.stderr.decode()), (0, ""), "the client, with the script")
    stage.call(*words).ended(0)
    left, right = by_hand.dump().splitlines(), stage.database.dump().splitlines()
    differ = [line for line in (*left, *right) if line not in left or line not in right]
    equal(left, right, f"what the client made, and what rung made; {differ}")


def up(stage: Stage, *words: str) -> Callable[[Database], None]:
    return lambda database: stage.call("upgrade", *words, on=database).ended(0) and None


@behaviour
def a_dry_run_changes_nothing(stage: Stage) -> None:
    three(stage)
    for words in (("upgrade",), ("stamp", "0002"), ("upgrade", "--json")):
        stage.call(*words, "--dry-run").ended(0)
    stage.call("status").ended(0)
    equal(stage.database.tables(), [], "tables")
    equal([path.name for path in stage.folder.glob("*.db*")], [], "files")
    equal(os.listdir(stage.folder / "tmp"), [], "temporary files")
    stage.up("0002")
    before = stage.database.dump()
    for words in (("upgrade",), ("downgrade",), ("downgrade", "base"), ("redo",), ("stamp", "base"), ("stamp", "head")):
        stage.call(*words, "--dry-run").ended(0)
    equal(stage.database.dump(), before, "the database")


@behaviour
def a_dry_run_goes_through_a_pipe(stage: Stage) -> None:
    """A client that opens its file before it reads must not keep Rung from looking at the file."""
    three(stage)
    stage.up("0001")
    for words in (("upgrade",), ("downgrade", "base"), ("upgrade",)):
        printed = stage.start(*words, "--dry-run", "--lock-timeout", "5s")
        client = subprocess.run(
            stage.database.client(), stdin=printed.stdout, env=stage.database.environment, capture_output=True,
            timeout=60, check=False)
        _, said = printed.communicate(timeout=60)
        equal((printed.returncode, said.decode()), (0, ""), f"rung {' '.join(words)} --dry-run")
        equal((client.returncode, client.stderr.decode()), (0, ""), "the client")
        stage.applied(*(() if words == ("downgrade", "base") else ("0001", "0002", "0003")))
    equal(os.listdir(stage.folder / "tmp"), [], "temporary files")


@behaviour
def a_dry_run_prints_sql_alone(stage: Stage) -> None:
    three(stage)
    dry = stage.call("upgrade", "--dry-run").ended(0)
    comments = [line for line in dry.out.splitlines() if line.startswith("-- ")]
    holds(comments[0].startswith("-- rung upgrade: 3 migrations") and "-- run with: " in comments[1], comments)
    made = stage.database.send(dry.out)
    equal((made.returncode, made.stderr.decode()), (0, ""), "the client, with the script")
    stage.applied("0001", "0002", "0003")
    again = stage.database.send(dry.out)
    holds(again.returncode != 0, "a script for another state was run twice")
    equal(stage.call("upgrade", "--dry-run", "--json").ended(0).json().get("script"), None, "script of nothing")


@behaviour
def the_second_line_of_a_script_runs_it(stage: Stage) -> None:
    three(stage)
    dry = stage.call("upgrade", "--dry-run").ended(0)
    command = dry.out.splitlines()[1].removeprefix("-- run with: ")
    (stage.folder / "review.sql").write_text(dry.out)
    holds("p@ss" not in command, command)
    command += " review.sql" if command.endswith("-f") else "" if "review.sql" in command else " < review.sql"
    secret = {"MYSQL_PWD": 'p@ss # "word" \\'}
    done = subprocess.run(
        command, shell=True, cwd=stage.folder, env={**stage.environment(), **secret}, capture_output=True, check=False)
    # MariaDB's client since 11.4 looks for no password in the environment before it says that there is none.
    said = [line for line in done.stderr.decode().splitlines() if not line.startswith("WARNING: option --ssl")]
    equal((done.returncode, said), (0, []), f"{shlex.quote(command)}")
    stage.applied("0001", "0002", "0003")


@behaviour
def the_law_holds_for_upgrade(stage: Stage) -> None:
    trigger = f"create table t (a varchar(20));\ncreate table log (a varchar(50));\n{stage.database.trigger}"
    stage.write(migration("0001", values(stage)), migration("0002", trigger))
    stage.write(migration("0003", "insert into t values ('x');"), migration("0004", head="-- transactional: false\n"))
    lawful(stage, "upgrade")


@behaviour
def the_law_holds_for_downgrade(stage: Stage) -> None:
    three(stage)
    stage.write(migration("0004", head="-- transactional: false\n"))
    lawful(stage, "downgrade", "0001", before=up(stage))


@behaviour
def a_downgrade_of_an_old_history_reverts_nothing(stage: Stage) -> None:
    three(stage)
    stage.up("0002")
    old = stage.call("downgrade", "--dry-run").ended(0).out
    stage.up()
    before = stage.database.dump()
    made = stage.database.send(old)
    holds(made.returncode != 0, "the client reverted 0002, although 0003 is the last")
    equal(stage.database.dump(), before, "the database")
    stage.down()
    stage.applied("0001", "0002")


@behaviour
def the_law_holds_for_stamp(stage: Stage) -> None:
    three(stage)
    lawful(stage, "stamp", "0002")


@behaviour
def the_law_holds_for_redo_and_renamed_files(stage: Stage) -> None:
    three(stage)
    lawful(stage, "redo", before=up(stage))
    stage.database = stage.another()
    other = stage.another()
    for database in (stage.database, other):
        up(stage)(database)
    stage.rename("0003_x.sql", "0005_x.sql", ("0003", "0005"))
    dry = stage.call("upgrade", "--dry-run", on=other).ended(0)
    other.execute(dry.out)
    stage.up().says("renamed 0003 to 0005")
    equal(other.dump(), stage.database.dump(), "what the client made, and what rung made")


@behaviour
def the_law_holds_for_resume_and_resolve(stage: Stage) -> None:
    def interrupted(database: Database) -> None:
        stage.write(migration("0001", "create table a (i integer);\ninsert into none values (1);", head=head))
        stage.call("upgrade", on=database).ended(1)
        stage.write(migration("0001", "create table a (i integer);\ninsert into a values (1);", head=head))

    head = "-- transactional: false\n"
    for words in (("upgrade", "--resume"), ("resolve", "0001", "--applied"), ("resolve", "0001", "--reverted")):
        lawful(stage, *words, before=interrupted)
        stage.database = stage.another()


@behaviour
def values_arrive_as_they_were_written(stage: Stage) -> None:
    stage.write(migration("0001", values(stage), "drop table v;"))
    stage.up()
    equal(stage.column("v", "a", "id"), VALUES, "values")
    stage.down()
    stage.settings["transactional"] = False
    stage.up()
    equal(stage.column("v", "a", "id"), VALUES, "values, statement by statement")


@behaviour
def five_thousand_inserts_arrive(stage: Stage) -> None:
    rows = "\n".join(f"insert into big values ({number}, 'x{number}; é');" for number in range(5000))
    stage.write(migration("0001", f"create table big (id integer, a varchar(20));\n{rows}", "drop table big;"))
    stage.up()
    equal(stage.database.rows("select count(*), min(id), max(id) from big"), [["5000", "0", "4999"]], "rows")
    stage.down()
    bad = rows.replace("values (4321, ", "values (4321, nothing, ")
    stage.write(migration("0001", f"create table big (id integer, a varchar(20));\n{bad}", "drop table big;"))
    stage.call("upgrade").ended(1).says("migrations/0001_x.sql:4324:")


@behaviour
def a_trigger_with_inner_semicolons_runs_whole(stage: Stage) -> None:
    stage.write(migration("0001", "create table t (a varchar(20));\ncreate table log (a varchar(50));"))
    stage.write(migration("0002", f"-- it's; one\n{stage.database.trigger}\n\ninsert into t values ('x');",
                          stage.database.no_trigger))
    stage.up()
    equal(stage.column("log", "a"), ["one; x", "two"], "what the trigger wrote")
    stage.down()
    stage.database.execute("insert into t values ('y');\n")
    equal(len(stage.column("log", "a")), 2, "rows after the trigger went")
    stage.settings["transactional"] = False
    stage.up()
    equal(len(stage.column("log", "a")), 4, "rows, statement by statement")
