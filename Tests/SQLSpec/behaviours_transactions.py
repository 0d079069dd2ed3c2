"""Sections 8.5 and 8.6: transactions, and what runs that come again or at the same time do."""

import re

from databases import STABLE
from declare import Answer, differs, equal, holds, migration, same
from stage import Case, SQLSpec

FAILS = "CREATE TABLE a (id INTEGER);\nINSERT INTO missing VALUES (1);"
NO_TRACE = "a failed migration without a transaction leaves no trace"
RACE = "no lock; two runs race, and work without a transaction is done twice"
def failing(case: Case, transactional: bool | None, setting: bool | None, kept: bool) -> tuple[Answer, Answer]:
    """A file that fails at its second statement; `kept` tells whether its first one is to stay."""
    head = "" if transactional is None else f"-- transactional: {str(transactional).lower()}\n"
    case.write(migration("0001", up=FAILS, head=head))
    if setting is not None:
        case.set(transactional=setting)
    theirs, ours = case.each("up")
    for side, answer in zip(case.sides(), (theirs, ours), strict=True):
        holds(answer.failed, f"{answer.command} did not fail")
        side.applied()
        side.made(*(["a"] if kept else []))
    return theirs, ours


# 8.5 Transactions


@same("8.5 SQL and record are one transaction: of a migration that fails nothing remains")
def _(case: Case) -> None:
    failing(case, None, None, kept=False)


@same("8.5 the same on PostgreSQL", server=True)
def _(case: Case) -> None:
    failing(case, None, None, kept=False)


@same("8.5 `transactional = false` in the settings: what ran before the error stays, and nothing is recorded")
def _(case: Case) -> None:
    failing(case, None, False, kept=True)


@same("8.5 `-- transactional: false` in a file wins over the settings")
def _(case: Case) -> None:
    failing(case, False, True, kept=True)


@same("8.5 `-- transactional: true` in a file wins over the settings")
def _(case: Case) -> None:
    failing(case, True, False, kept=False)


@same("8.5 without a transaction the record follows the statements")
def _(case: Case) -> None:
    case.write(migration("0001", head="-- transactional: false\n"))
    case.take("up")
    case.applied("0001")
    case.take("down")
    case.applied()


@differs("8.5 a failure without a transaction is forgotten, and tried again from its first statement", docs=NO_TRACE)
def _(case: Case) -> None:
    failing(case, False, None, kept=True)
    case.sqlspec.up().refused(0, "already exists")
    equal(case.rung.status(), {"0001": "interrupted"}, "states")
    case.rung.up().refused(1, "was interrupted")
    case.rung.write(migration("0001", up=FAILS.replace("missing", "a"), head="-- transactional: false\n"))
    case.rung.up(resume=True).done()
    case.rung.applied("0001")


@same("8.5 each migration has a transaction of its own")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", up=FAILS))
    case.take("up")
    case.applied("0001")


@differs("8.5 there is no transaction for a whole run", docs="`--single-transaction` for the whole plan")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", up=FAILS))
    case.sqlspec.up().refused(0)
    case.sqlspec.applied("0001")
    case.rung.up(single_transaction=True).refused(1)
    case.rung.applied()
    case.rung.made()


@differs("8.5 the row is inserted after the SQL", docs="the row is inserted after the SQL")
def _(case: Case) -> None:
    case.write(migration("0001", up="CREATE TABLE seen AS SELECT count(*) AS n FROM ddl_migrations;"))
    case.each("up")
    equal([side.query("SELECT n FROM seen") for side in case.sides()], [[(0,)], [(1,)]], "rows while the SQL runs")


@differs("8.5 a COMMIT in a migration ends its transaction without a word", docs="`COMMIT` inside a migration")
def _(case: Case) -> None:
    case.write(migration("0001", up="CREATE TABLE a (id INTEGER);\nCOMMIT;\nINSERT INTO missing VALUES (1);"))
    theirs, ours = case.each("up")
    theirs.refused(0, "rolled back")
    case.sqlspec.made("a")
    ours.refused(65, "0001_x.sql:3:1")
    case.rung.made()


@same("8.5 BEGIN and COMMIT around a migration are refused on SQLite")
def _(case: Case) -> None:
    case.write(migration("0001", up="BEGIN;\nCREATE TABLE a (id INTEGER);\nCOMMIT;"))
    case.take("up")
    case.made()
    case.applied()


@differs("8.5 transactions on SQLite begin deferred", docs="a transaction on SQLite begins deferred")
def _(case: Case) -> None:
    case.write(migration("0001"))
    sent: list[str] = []
    case.sqlspec.more = {"driver_features": {"trace_callback": sent.append}}
    case.sqlspec.up().done()
    holds(any(re.fullmatch(r"BEGIN( DEFERRED)?", statement.strip().upper()) for statement in sent), f"sent: {sent}")
    case.rung.up(dry_run=True).done("begin immediate;")


@differs("8.5 CREATE INDEX CONCURRENTLY", docs="`-- transactional: false` has no effect with psycopg", server=True)
def _(case: Case) -> None:
    case.write(migration("0001", up="CREATE TABLE a (id INTEGER);"))
    case.write(migration("0002", up="CREATE INDEX CONCURRENTLY a_id ON a (id);", head="-- transactional: false\n"))
    theirs, ours = case.each("up")
    theirs.refused(0, "cannot run inside a transaction block")
    ours.done()
    case.rung.applied("0001", "0002")


@same("8.5 default_schema and `-- schema:` say where each migration works", server=True)
def _(case: Case) -> None:
    case.query("CREATE SCHEMA app")
    case.query("CREATE SCHEMA other")
    case.write(migration("0001"), migration("0002", head="-- schema: other\n"), migration("0003"))
    case.set(default_schema="app")
    tables = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('app', 'other', 'public') ORDER BY 1, 2"
    rows = f"SELECT {', '.join(STABLE)} FROM app.ddl_migrations ORDER BY execution_sequence"
    ours = [("app", "ddl_migrations"), ("app", "t_0001"), ("app", "t_0003"), ("other", "t_0002")]
    for method, argument, expected in (("up", "head", ours), ("down", "base", ours[:1])):
        for answer in case.each(method, argument):
            answer.done()
        equal([side.query(tables) for side in case.sides()], [expected] * 2, f"tables after {method}")
        equal(case.rung.query(rows), case.sqlspec.query(rows), f"rows after {method}")


@differs("8.5 a failure with default_schema hides the error", docs="a failure with `default_schema` hides", server=True)
def _(case: Case) -> None:
    case.write(migration("0001", up="SELECT * FROM missing;"))
    case.set(default_schema="public")
    theirs, ours = case.each("up")
    theirs.refused(0, "transaction is aborted").silent_on('"missing" does not exist')
    ours.refused(1, '"missing" does not exist')


@differs("8.5 settings of one migration hold for the next", docs="what a migration sets in its session", server=True)
def _(case: Case) -> None:
    case.write(migration("0001", up="SET work_mem TO '5MB';"))
    case.write(migration("0002", up="CREATE TABLE seen AS SELECT current_setting('work_mem') = '5MB' AS kept;"))
    for answer in case.each("up"):
        answer.done()
    equal([side.query("SELECT kept FROM seen") for side in case.sides()], [[(True,)], [(False,)]], "whether it is kept")


@differs(
    "8.5 after a failure all stops; other series need not wait",
    docs="`--continue-on-error` continues with other series",
)
def _(case: Case) -> None:
    case.write(migration("0001"), migration("0002", up=FAILS), migration("0003"), migration("ext_q_0001"))
    theirs, ours = case.each("up")
    theirs.refused(0)
    ours.refused(1)
    case.applied("0001")
    case.rung.up(continue_on_error=True).refused(1)
    case.rung.applied("0001", "ext_q_0001")


# 8.6 Once more, and at once


@same("8.6 each command may be given again, and changes nothing more")
def _(case: Case) -> None:
    case.write(migration("0001"), migration("20250101000000"))
    for method, *arguments in (["up"], ["stamp", "0001"], ["stamp", "20250101000000"], ["down", "base"]):
        case.take(method, *arguments)
        before = [side.state() for side in case.sides()]
        case.take(method, *arguments)
        equal([side.state() for side in case.sides()], before, f"state after a second {method}")


def overtaken(case: Case, head: str) -> None:
    """Of SQLSpec one run comes in when another is about to do its work; of Rung four start at once."""
    case.write(migration("0001", up="CREATE TABLE log (n INTEGER);"))
    case.take("up")
    case.write(migration("0002", up="INSERT INTO log (n) VALUES (1);", head=head))
    late = SQLSpec(case.sqlspec.folder, case.sqlspec.database)
    answers: list[Answer] = []

    def another(statement: str) -> None:
        if "INTO log" in statement and not answers:
            answers.append(late.up())

    case.sqlspec.more = {"driver_features": {"trace_callback": another}}
    case.sqlspec.up().refused(0, "UNIQUE constraint failed")
    answers[0].done("Applying 0002")
    case.sqlspec.applied("0001", "0002")

    runs = [case.rung.start("upgrade") for _ in range(4)]
    said = [run.communicate(timeout=60)[0] for run in runs]
    equal([run.returncode for run in runs], [0] * 4, f"statuses ({said})")
    equal(case.rung.query("SELECT count(*) FROM log"), [(1,)], "how often Rung did the work")
    case.rung.applied("0001", "0002")


@differs("8.6 of two runs at once the second fails, and ends with 0", docs=RACE)
def _(case: Case) -> None:
    overtaken(case, "")
    equal(case.sqlspec.query("SELECT count(*) FROM log"), [(1,)], "how often SQLSpec did the work")


@differs("8.6 two runs at once without a transaction do the work twice", docs=RACE)
def _(case: Case) -> None:
    overtaken(case, "-- transactional: false\n")
    equal(case.sqlspec.query("SELECT count(*) FROM log"), [(2,)], "how often SQLSpec did the work")
