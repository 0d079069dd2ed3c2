"""What `rung lint` finds in a scratch copy, and what it leaves alone."""

import json
import re

from declare import FILES, behaviour
from stage import Stage, equal, holds, migration

DROPS = "alter table t_0001 drop column note;"


def two(stage: Stage, up: str = DROPS, head: str = "") -> None:
    """An applied migration, and a pending one that drops a column of it."""
    limit = "" if stage.kind.kind in FILES else "-- lock_timeout: 5s\n"
    stage.write(
        migration("0001", "create table t_0001 (id bigint, note text);"),
        migration("0002", up, None, head=f"{limit}{head}"))
    stage.up("0001")


def line(stage: Stage, above: int = 0) -> int:
    """The line of the first statement, below so many lines of the head."""
    return above + (2 if stage.kind.kind in FILES else 3)


def found(stage: Stage, *words: str, status: int = 0) -> list[tuple[str, str]]:
    """The rules of the pending file, with their severities."""
    findings = stage.call("lint", *words, "--format", "json").ended(status).json()["findings"]
    return [(each["rule"], each["severity"]) for each in findings]


@behaviour
def lint_judges_what_is_pending_and_changes_nothing(stage: Stage) -> None:
    two(stage)
    before = stage.database.dump()
    process = stage.start("lint")
    out, errors = (each.decode() for each in process.communicate(timeout=120))
    equal(process.returncode, 0, f"the status with warnings: {errors}")
    holds(f"migrations/0002_x.sql:{line(stage)}:1: warning: drops the column note of t_0001 [drops-column]" in out, out)
    equal(errors, "judged 1 migration: 1 warning\n", "the summary")
    equal(stage.database.dump(), before, "the database")
    equal([each.name for each in (stage.folder / "tmp").iterdir()], [], "files that are left")
    if stage.kind.is_server:
        table = "information_schema.schemata" if stage.kind.kind in ("mariadb", "mysql") else "pg_database"
        name = "schema_name" if "schemata" in table else "datname"
        like = f"rung\\_verify\\_{process.pid}\\_%"
        left = stage.database.rows(f"select {name} from {table} where {name} like '{like}'")
        equal(left, [], "databases that are left")
    stage.up()
    stage.call("lint").ended(0).says("nothing to judge")


@behaviour
def lint_judges_all_or_up_to_a_version(stage: Stage) -> None:
    two(stage)
    stage.write(migration("0003", "drop table t_0001;"))
    equal(found(stage, "0002"), [("drops-column", "warning")], "up to a version that is pending")
    equal(found(stage), [("drops-column", "warning"), ("drops-table", "warning")], "what is pending")
    equal(found(stage, "0001"), [], "up to a version that is applied")
    stage.call("lint", "0001").says("judged 1 migration: nothing to object to")
    stage.call("lint", "--all").ended(0).says("judged 3 migrations: 2 warnings")
    stage.call("lint", "--all", "0001").ended(64)
    stage.applied("0001")


@behaviour
def lint_prints_each_format(stage: Stage) -> None:
    two(stage)
    place = {"file": "migrations/0002_x.sql", "line": line(stage), "column": 1}
    report = stage.call("lint", "--format", "json").ended(0).json()
    finding = report["findings"][0]
    equal({key: finding[key] for key in place}, place, "the place in JSON")
    equal((finding["rule"], finding["message"]), ("drops-column", "drops the column note of t_0001"), "in JSON")
    equal([each["migration"] for each in report["statements"]], ["0002"], "statements")
    run = stage.call("lint", "--format", "sarif").ended(0).json()["runs"][0]
    holds("drops-column" in [rule["id"] for rule in run["tool"]["driver"]["rules"]], "the rule in SARIF")
    where = run["results"][0]["locations"][0]["physicalLocation"]
    region = {"startLine": line(stage), "startColumn": 1}
    equal(where, {"artifactLocation": {"uri": place["file"]}, "region": region}, "SARIF")
    said = stage.call("lint", "--format", "github").ended(0)
    mark = f"::warning file=migrations/0002_x.sql,line={line(stage)},col=1,title=drops-column::drops the column note of"
    holds(said.out.startswith(mark), said.out)
    stage.call("lint", "--format", "xml").ended(64)
    stage.up()
    for form in ("text", "github"):
        equal(stage.call("lint", "--format", form).ended(0).out, "", f"nothing as {form}")
    equal(stage.call("lint", "--format", "json").ended(0).json()["findings"], [], "nothing as JSON")
    equal(stage.call("lint", "--format", "sarif").ended(0).json()["runs"][0]["results"], [], "nothing as SARIF")


@behaviour
def lint_lists_each_statement(stage: Stage) -> None:
    two(stage, f"create table other (id integer);\n{DROPS}")
    said = stage.call("lint", "--statements").ended(0).out
    for number in (line(stage), line(stage) + 1):
        holds(re.search(rf"^migrations/0002_x\.sql:{number}:1: .*\d+ ms in the copy$", said, re.M), said)


@behaviour
def an_allowed_finding_does_not_count(stage: Stage) -> None:
    two(stage, f"-- lint: allow drops-column nobody reads it\n{DROPS}")
    equal(found(stage), [], "allowed above the statement")
    two(stage, head="-- lint: allow drops-column nobody reads it\n")
    equal(found(stage), [], "allowed at the top of the file")
    two(stage, f"-- lint: allow drops-table nobody reads it\n{DROPS}")
    equal(found(stage), [("drops-column", "warning")], "another rule")
    two(stage, f"-- lint: allow drops-columns it is old\n{DROPS}")
    stage.call("lint").ended(65).says(
        f"0002_x.sql:{line(stage)}:16: error: there is no rule 'drops-columns'", "did you mean 'drops-column'?")
    two(stage, f"-- lint: allow drops-column\n{DROPS}")
    stage.call("lint").ended(65).says("'drops-column' is allowed without a reason")
    stage.applied("0001")


@behaviour
def the_settings_say_what_counts(stage: Stage) -> None:
    two(stage)
    stage.more_settings = ["[lint]", 'errors = ["drops-column"]']
    equal(found(stage, status=1), [("drops-column", "error")], "an error by the settings")
    stage.call("lint", "--format", "github").ended(1).says("::error file=")
    stage.more_settings = ["[lint]", 'allow = ["drops-column"]', 'errors = ["drops-column"]']
    equal(found(stage), [], "allowed by the settings")
    stage.more_settings = ["[lint]", 'allow = ["drop-column"]']
    stage.call("lint").ended(78).says("rung.toml", "lint.allow", "did you mean 'drops-column'?")
    stage.more_settings = ["[lint]", 'alow = ["drops-column"]']
    stage.call("lint").ended(78).says("alow")


@behaviour
def a_migration_that_fails_is_a_finding(stage: Stage) -> None:
    two(stage, f"{DROPS}\nupdate nowhere set a = 1;")
    before = stage.database.dump()
    said = stage.call("lint", "--format", "json").ended(1)
    report = json.loads(said.out)
    rules = [(each["rule"], each["line"]) for each in report["findings"]]
    holds(("drops-column", line(stage)) in rules and ("fails", line(stage) + 1) in rules, str(rules))
    holds("nowhere" in report["findings"][-1]["message"], str(report["findings"][-1]))
    equal(stage.database.dump(), before, "the database")


@behaviour
def lint_is_refused_where_nothing_can_be_watched(stage: Stage) -> None:
    two(stage)
    answer = stage.call("lint").ended(1).says("cannot watch the statements", "remedy: ")
    equal(answer.out, "", "the report")
    stage.applied("0001")


@behaviour
def lint_sees_a_table_that_is_built_anew(stage: Stage) -> None:
    rebuild = "create table new (id integer primary key, name text not null);\n" \
        "insert into new select id, 'x' from parent;\ndrop table parent;\nalter table new rename to parent;"
    child = "create table child (parent_id integer references parent on delete cascade);\n" \
        "create index child_parent on child (parent_id);"
    stage.write(
        migration("0001", f"create table parent (id integer primary key, note text);\n{child}"),
        migration("0002", rebuild, None), migration("0003", "alter table parent rename column name to title;", None),
        migration("0004", "alter table parent rename to elder;", None))
    stage.up("0001")
    stage.database.execute("insert into parent values (1, 'a'); insert into child values (1);")
    changes = [("rebuilds-table", "note"), ("drops-column", "warning")]
    names = [("renames-column", "warning"), ("renames-table", "warning")]
    equal(found(stage), changes + names, "without foreign keys")
    stage.settings["foreign_keys"] = True
    equal(found(stage, status=1), [("fails", "error")], "a copy in its place, which Rung refuses")
    file = stage.folder / "migrations" / "0002_x.sql"
    text = file.read_text()
    stage.write({"0002_x.sql": f"-- foreign_keys: off\n{text}"})
    equal(found(stage), changes + names, "switched off")
    equal([each.name for each in (stage.folder / "tmp").iterdir()], [], "files that are left")
    equal(stage.column("child", "parent_id"), ["1"], "rows that refer to the table")


@behaviour
def lint_finds_rows_that_a_table_takes_along(stage: Stage) -> None:
    child = "create table child (parent_id integer references parent on delete cascade);\n" \
        "create index child_parent on child (parent_id);"
    stage.write(
        migration("0001", f"create table parent (id integer primary key);\n{child}"),
        migration("0002", "drop table parent;", None))
    stage.up("0001")
    stage.database.execute("insert into parent values (1); insert into child values (1);")
    equal(found(stage), [("drops-table", "warning")], "without foreign keys")
    stage.settings["foreign_keys"] = True
    equal(found(stage, status=1), [("drops-table", "warning"), ("loses-rows", "error")], "with foreign keys")
    equal(stage.column("child", "parent_id"), ["1"], "rows that refer to the table")


@behaviour
def lint_tells_the_locks_of_each_statement(stage: Stage) -> None:
    two(stage, "alter table t_0001 alter column id type numeric;")
    stage.call("lint", "--statements").ended(1).says(
        f"0002_x.sql:{line(stage)}:1: AccessExclusiveLock on t_0001, rewrites t_0001, ",
        "error: rewrites every row of t_0001 [rewrites-table]", "cause: AccessExclusiveLock on t_0001")
    two(stage, "create index concurrently i on t_0001 (id);", "-- transactional: false\n")
    equal(found(stage), [], "an index that is built beside the writers")
    stage.write(migration("0002", "alter table t_0001 add column a integer;", None))
    equal(found(stage), [("no-lock-timeout", "warning")], "a lock that is waited for without an end")
    stage.settings["statement_lock_timeout"] = "5s"
    equal(found(stage), [], "a limit in the settings")
