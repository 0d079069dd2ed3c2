"""What a failure leaves behind, and how to go on from it."""

from declare import behaviour
from stage import Stage, equal, holds, migration

STEP_BY_STEP = "-- transactional: false\n"
FOUR = [
    "create table a (i integer);", "-- it's b;\ncreate table b (i integer, s varchar(50));",
    "insert into a values (1);", "insert into b values (2, 'x; y');"]
BACK = ["delete from b;", "delete from a;", "drop table b;", "drop table a;"]


def broken(statements: list[str], at: int) -> str:
    """The statements, of which one names a table that is not there."""
    return "\n\n".join([*statements[:at], "insert into nowhere values (1);", *statements[at + 1:]])


@behaviour
def a_failure_is_told_with_its_place(stage: Stage) -> None:
    up = "create table a (i integer);\n\n-- it's; wrong\ninsert into a\n  values (1);\ninsert into a values (nix);"
    stage.write(migration("0001"), migration("0002", up, head="-- Description: second\n\n"), migration("0003"))
    failed = stage.call("upgrade").ended(1)
    failed.says("0001: x", "error: cannot apply '0002'", "nix", "migrations/0002_x.sql:9:")
    failed.says("  9 | insert into a values (nix);").silent_on("0003: x", "rung step", "ddl_migrations_progress")
    told = stage.call("upgrade", "--json").ended(1).json()
    equal((told["exit_status"], told["after"], told["migrations"]), (1, "0001", []), "JSON after a failure")
    equal(told["error"]["file"], "migrations/0002_x.sql", "the file that JSON tells")
    stage.applied("0001")
    stage.write(migration("0002", "create table z (i integer);\nnonsense here;"))
    stage.call("resolve", "0002", "--reverted")
    stage.call("upgrade").ended(1).says("migrations/0002_x.sql:3:", "3 | nonsense here;")


@behaviour
def nothing_runs_after_a_failure(stage: Stage) -> None:
    up = "create table a (i integer);\ninsert into nowhere values (1);\ncreate table b (i integer);"
    for head in ("", STEP_BY_STEP):
        stage.database = stage.another()
        stage.write(migration("0001"), migration("0002", up, head=head), migration("0003"))
        stage.call("upgrade").ended(1)
        stage.applied("0001")
        holds(not {"b", "t_0003"} & set(stage.database.tables()), "a later statement ran")


@behaviour
def a_failure_in_a_transaction_leaves_nothing(stage: Stage) -> None:
    up = "create table a (i integer);\ninsert into t_0001 values (1);\ninsert into nowhere values (1);"
    stage.write(migration("0001"))
    stage.up()
    before = stage.database.dump()
    stage.write(migration("0002", up, "drop table a;\ninsert into nowhere values (1);"))
    stage.call("upgrade").ended(1).says(stage.remains("0002"))
    equal(stage.database.dump(), before, "the database")
    stage.write(migration("0002", up.replace("nowhere", "a"), "drop table a;\ninsert into nowhere values (1);"))
    stage.up()
    before = stage.database.dump()
    stage.call("downgrade").ended(1).says("cannot revert '0002'", "migrations/0002_x.sql:8:")
    equal(stage.database.dump(), before, "the database, on the way down")


@behaviour
def what_is_there_already_is_told(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"))
    stage.up("0001")
    stage.database.execute("drop table t_0001;\ncreate table t_0002 (x integer);\n")
    stage.call("upgrade").ended(1).says("migrations/0002_x.sql:2:", "t_0002")
    stage.applied("0001")


@behaviour
def finished_statements_are_noted(stage: Stage) -> None:
    stage.write(migration("0001", broken(FOUR, 2), head=STEP_BY_STEP))
    stage.call("upgrade").ended(1).says("rung upgrade --resume", "migrations/0001_x.sql:8:")
    equal(stage.progress(), [["0001", "up", "2"]], "progress")
    stage.call("status").ended(0).says("interrupted  0001", "after 2 statements")
    equal(stage.states(), {"0001": "interrupted"}, "states")
    for words in (("upgrade",), ("downgrade",)):
        stage.call(*words).ended(1).says("interrupted", "resolve 0001")


@behaviour
def resume_goes_on_at_every_statement(stage: Stage) -> None:
    stage.write(migration("0001", "\n\n".join(FOUR), "\n\n".join(BACK), head=STEP_BY_STEP), migration("0002"))
    stage.up()
    straight = stage.database.dump()
    # The checksum is of the mended file, which is the same.
    for at in range(4):
        stage.database = stage.another()
        stage.write(migration("0001", broken(FOUR, at), "\n\n".join(BACK), head=STEP_BY_STEP))
        stage.call("upgrade").ended(1)
        # Where the first one is refused, nothing has run, and there is nothing to resume.
        equal(stage.progress(), [["0001", "up", str(at)]] if at else [], f"progress, failed at statement {at + 1}")
        stage.write(migration("0001", "\n\n".join(FOUR), "\n\n".join(BACK), head=STEP_BY_STEP))
        stage.up(*["--resume"] if at else [])
        equal(stage.database.dump(), straight, f"the database, resumed at statement {at + 1}")


@behaviour
def resume_goes_on_at_every_statement_down(stage: Stage) -> None:
    for at in range(4):
        stage.database = stage.another()
        stage.write(migration("0001", "\n\n".join(FOUR), broken(BACK, at), head=STEP_BY_STEP))
        stage.up()
        stage.call("downgrade").ended(1).says("cannot revert '0001'")
        equal(stage.progress(), [["0001", "down", str(at)]] if at else [], f"progress, failed at statement {at + 1}")
        stage.write(migration("0001", "\n\n".join(FOUR), "\n\n".join(BACK), head=STEP_BY_STEP))
        stage.down(*["--resume"] if at else []).silent_on("error")
        equal((stage.progress(), stage.column("ddl_migrations", "version_num")), ([], []), "rows left")
        stage.made()


@behaviour
def resume_refuses_finished_statements_that_changed(stage: Stage) -> None:
    stage.write(migration("0001", broken(FOUR, 2), head=STEP_BY_STEP))
    stage.call("upgrade").ended(1)
    before = stage.database.dump()
    stage.write(migration("0001", "\n\n".join([FOUR[0].replace("integer", "bigint"), *FOUR[1:]]), head=STEP_BY_STEP))
    stage.call("upgrade", "--resume").ended(1).says("'0001' cannot be resumed")
    equal(stage.database.dump(), before, "the database")


@behaviour
def resolve_settles_what_was_interrupted(stage: Stage) -> None:
    for option, versions in (("--applied", ["0001", "0002"]), ("--reverted", ["0001"])):
        stage.database = stage.another()
        stage.write(migration("0001"), migration("0002", broken(FOUR, 1), "drop table a;", head=STEP_BY_STEP))
        stage.call("upgrade").ended(1)
        stage.call("resolve", "0002", option).ended(0)
        stage.applied(*versions)
        equal(stage.progress(), [], "progress")
    stage.call("upgrade", "--resume").ended(1).says("no migration is interrupted")


@behaviour
def single_transaction_is_all_or_nothing(stage: Stage) -> None:
    stage.write(migration("0001"), migration("0002"), migration("0003", "insert into nowhere values (1);"))
    stage.call("upgrade", "--single-transaction").ended(1).says("migrations/0003_x.sql:2:")
    stage.applied()
    stage.made()
    stage.write(migration("0003"))
    stage.up("--single-transaction")
    stage.applied("0001", "0002", "0003")
    stage.write(migration("0004", head=STEP_BY_STEP))
    stage.call("upgrade", "--single-transaction").ended(1).says("'0004' cannot run in a single transaction")


@behaviour
def other_series_go_on_where_told_to(stage: Stage) -> None:
    stage.write(migration("0001", "insert into nowhere values (1);"), migration("0002"), migration("ext_b_0001"))
    stage.call("upgrade", "--continue-on-error").ended(1).says("migrations/0001_x.sql:2:")
    equal(stage.column("ddl_migrations", "version_num"), ["ext_b_0001"], "applied")


@behaviour
def commands_of_transactions_are_refused(stage: Stage) -> None:
    stage.write(migration("0001", "insert into a values (1);\ncommit;", head="-- transactional: true\n"))
    stage.call("upgrade").ended(65).says("migrations/0001_x.sql:4:1", "commit")
    equal(stage.database.tables(), [], "tables")


@behaviour
def changes_of_the_schema_that_would_commit_are_refused(stage: Stage) -> None:
    head = "-- transactional: true\n"
    for statement in (
            "create table b (i integer);", "/*!40000 alter table a disable keys */;", "flush tables;", "analyze table a;",
            "optimize no_write_to_binlog table a;", "set password = password('x');"):
        stage.write(migration("0001", f"insert into a values (1);\n{statement}", head=head))
        stage.call("upgrade").ended(65).says("migrations/0001_x.sql:4:1", "would commit the transaction")
    equal(stage.database.tables(), [], "tables")


@behaviour
def what_commits_by_itself_is_not_recorded_before_its_end(stage: Stage) -> None:
    procedure = "delimiter //\ncreate procedure p() begin create table made (i integer); end//\ndelimiter ;"
    stage.write(migration("0001", f"create table v (i integer);\n{procedure}", "drop procedure p;\ndrop table v;"))
    stage.up()
    up = "insert into v values (1);\ncall p();\ninsert into v values ({});"
    down = "delete from v;\ndrop temporary table if exists x;\n{}call p();\ninsert into nowhere values (1);"
    head = "-- transactional: true\n"
    stage.write(migration("0002", up.format("nix"), head=head))
    stage.call("upgrade").ended(1).says("migrations/0002_x.sql:5:", "'0002' is not recorded").silent_on("nothing of '0002'")
    equal(stage.states(), {"0001": "applied", "0002": "pending"}, "states")
    stage.database.execute("delete from v;\ndrop table made;\n")
    stage.write(migration("0002", up.format("2"), down.format(""), head=head))
    stage.up()
    equal(stage.column("v", "i"), ["1", "2"], "rows")
    durations = [int(took or -1) for took in stage.column("ddl_migrations", "execution_time_ms")]
    holds(len(durations) == 2 and all(0 <= took < 60_000 for took in durations), f"durations: {durations}")
    stage.database.execute("drop table made;\n")
    stage.call("downgrade").ended(1).says("cannot revert '0002'")
    stage.applied("0001", "0002")


@behaviour
def what_would_lose_the_record_is_refused(stage: Stage) -> None:
    words = {
        "use other;": "would put the tracking row into another database",
        "lock tables a write;": "would prevent writing the tracking row",
        "/*!40000 lock table a read */;": "would prevent writing the tracking row"}
    for statement, reason in words.items():
        for head in ("", "-- transactional: true\n"):
            stage.write(migration("0001", f"select 1;\n{statement}", head=head))
            stage.call("upgrade").ended(65).says(f"migrations/0001_x.sql:{4 if head else 3}:1", reason, "remedy:")
    equal(stage.database.tables(), [], "tables")
