"""Values of the settings in migrations, and secrets that nothing shows."""

import json

from declare import behaviour
from stage import Stage, equal, holds, migration

HEAD = "-- values: on\n"
PLAIN = "it's \"q\" \\ :'other' é"
# The part that is looked for stands alike however the value is quoted.
PART = "c0rrecth0rse"
SECRET = f"x'{PART}\\"


def given(stage: Stage, **values: str) -> None:
    """What `[values]` has, as in TOML."""
    stage.more_settings = ["[values]", *(f"{name} = {value}" for name, value in values.items())]


@behaviour
def values_fill_the_holes_of_files_that_ask_for_them(stage: Stage) -> None:
    given(stage, plain=json.dumps(PLAIN), name='"a b"')
    up = "create table :\"name\" (t varchar(99)); -- :'nothing'\ninsert into :\"name\" values (:'plain');"
    stage.write(
        migration("0001", up, 'drop table :"name";', head=HEAD),
        migration("0002", "create table t (v varchar(99));\ninsert into t values (':''plain''');", "drop table t;"),
        migration("0003", "insert into t values (:'plain');", "delete from t where v = :'plain';",
                  head=HEAD + "-- transactional: false\n"))
    printed = stage.call("upgrade", "--dry-run").ended(0).out
    by_hand = stage.another()
    equal(by_hand.send(printed).returncode, 0, "the client, with the printed script")
    stage.up()
    equal(sorted(stage.column("t", "v")), sorted([":'plain'", PLAIN]), "what was filled")
    equal([row[0] for row in by_hand.rows("select v from t order by 1")],
          [row[0] for row in stage.database.rows("select v from t order by 1")], "what the client filled")
    stage.call("status", "--exit-code", RUNG_VALUES_PLAIN="another").ended(0)
    stage.down("0002")
    equal(stage.column("t", "v"), [":'plain'"], "what is left")
    stage.down("base")
    stage.call("upgrade", "0001", RUNG_VALUES_NAME="from_variable").ended(0)
    holds("from_variable" in " ".join(stage.database.tables()), "the table of the variable's name")


@behaviour
def an_unknown_value_is_told_before_anything_is_sent(stage: Stage) -> None:
    given(stage, plain='"x"')
    stage.write(migration("0001"), migration("0002", "\ncreate table a (i integer default :'plan');", head=HEAD))
    for verb in (("check",), ("upgrade",), ("upgrade", "--dry-run")):
        stage.call(*verb).ended(65).says("0002_x.sql:4:", "no value 'plan'", "did you mean 'plain'?")
    equal(stage.database.tables(), [], "the tables")


@behaviour
def a_secret_is_sent_and_never_shown(stage: Stage) -> None:
    given(stage, key='{ secret = "env:THE_KEY" }')
    insert = "insert into k values (:'key');"
    stage.write(migration("0001", f"create table k (v varchar(40) primary key);\n{insert}", "drop table k;", head=HEAD),
                migration("0002", f"{insert}", "select 1;", head=HEAD),
                migration("0003", "select 1 from :'key';", "select 1;", head=HEAD))
    stage.call("check").ended(0)
    stage.call("upgrade", "--dry-run").ended(0)
    stage.call("upgrade").ended(78).says("'THE_KEY' is not set")
    stage.call("upgrade", "--dry-run", "--out", "plan.sql", "0001", THE_KEY=SECRET).ended(0)
    holds(PART not in (stage.folder / "plan.sql").read_text(), "the plan")
    stage.call("upgrade", "0001", "--plan", "plan.sql", THE_KEY=SECRET).ended(0).silent_on(PART)
    equal(stage.column("k", "v"), [SECRET], "what was sent")
    stage.call("upgrade", "--dry-run", THE_KEY=SECRET).ended(0).silent_on(PART).says(":'key'")
    stage.call("upgrade", THE_KEY=SECRET).ended(1).silent_on(PART).says("0002_x.sql:", insert)
    stage.call("resolve", "0002", "--applied", THE_KEY=SECRET)
    stage.call("stamp", "0002", THE_KEY=SECRET).ended(0)
    stage.call("upgrade", "--log", "json", THE_KEY=SECRET).ended(1).silent_on(PART)


@behaviour
def a_file_that_forgot_to_ask_for_values_is_told_so(stage: Stage) -> None:
    given(stage, plain='"x"')
    stage.write(migration("0001", "create table a (t varchar(9));\ninsert into a values (:'plain');"),
                migration("0002", "insert into b values (:'unknown');"))
    stage.call("check").ended(0)
    stage.call("upgrade").ended(1).says("'-- values: on'")
    stage.call("stamp", "0001").ended(0)
    stage.call("upgrade").ended(1).silent_on("values: on")
