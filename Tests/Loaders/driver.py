"""A migration that looks at the database before it decides."""

import contextlib
import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator

from stage import Answer, Stage, behaviour, equal

FILE = "migrations/0001_x.py"


def shop(stage: Stage) -> str:
    """A database with two rows, and its URL."""
    with contextlib.closing(sqlite3.connect(stage.folder / "shop.db")) as connection, connection:
        connection.executescript("create table t (id integer, name text); insert into t values (1, 'a'), (2, null);")
    return "sqlite:shop.db"


def psql(url: str, sql: str) -> str:
    done = subprocess.run(
        ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url],
        input=sql,
        text=True,
        capture_output=True,
        timeout=30,
        check=False,
    )
    equal(done.returncode, 0, done.stderr)
    return done.stdout


@contextlib.contextmanager
def server(stage: Stage) -> Iterator[str]:
    """The URL of a database of its own, with the same two rows."""
    name = f"loaders_{os.getpid()}"
    psql(f"{stage.postgresql}/postgres", f"create database {name}")
    try:
        psql(
            f"{stage.postgresql}/{name}",
            "create table t (id integer, name text); insert into t values (1, 'a'), (2, null)",
        )
        yield f"{stage.postgresql}/{name}"
    finally:
        psql(f"{stage.postgresql}/postgres", f"drop database {name}")


# Each with what it has to give; `{one}` is how the database writes the first parameter.
LOOKS = {
    "d.select('select * from t order by id')": [{"id": 1, "name": "a"}, {"id": 2, "name": None}],
    "d.fetch('select id from t where id = {one}', 2)": [{"id": 2}],
    "d.select('select id from t where id = {one}', [2])": [{"id": 2}],
    "d.select('select id from t where id = :n', {'n': 2})": [{"id": 2}],
    "d.select('select id from t where id = :n', n=2)": [{"id": 2}],
    "d.select_one('select id from t where name = {one}', 'a')": {"id": 1},
    "d.select_one_or_none('select id from t where id = 7')": None,
    "d.select_value('select count(*) from t')": 2,
    "d.select_value('select name from t where id = 2')": None,
    "d.select_value_or_none('select id from t where id = 7')": None,
    "d.fetch_one('select 1 as a')": {"a": 1},
    "d.fetch_one_or_none('select 1 as a')": {"a": 1},
    "d.fetch_value('select 1')": 1,
    "d.fetch_value_or_none('select 1')": 1,
}
RESULT = """
    r = {call}
    return json.dumps([r.data, r.get_data(), r.all(), list(r), len(r), r[0], r.get_first(), r.column_names,
                       r.total_count, r.one(), r.one_or_none(), r.scalar(), r.scalar_or_none()])
"""


def looks(stage: Stage, url: str, one: str) -> None:
    for call, expected in LOOKS.items():
        call = call.replace("{one}", one)
        for text in (
            f"def up(c):\n    d = c.driver\n    return json.dumps({call})",
            f"async def up(c):\n    d = c.driver\n    assert c.is_async_driver\n    return json.dumps(await {call})",
        ):
            answer = stage.python_of(f"import json\n{text}\n", RUNG_DATABASE_URL=url)
            equal((answer.status, answer.errors), (0, ""), call)
            equal(json.loads(answer.out), expected, call)
    row = {"id": 1}
    expected = [[row], [row], [row], [row], 1, row, row, ["id"], 1, row, row, 1, 1]
    for head, call in (
        ("def", "c.driver.execute('select id from t where id = 1')"),
        ("async def", "await c.driver.execute('select id from t where id = 1')"),
    ):
        answer = stage.python_of(f"import json\n{head} up(c):{RESULT.replace('{call}', call)}", RUNG_DATABASE_URL=url)
        equal((answer.status, answer.errors), (0, ""), call)
        equal(json.loads(answer.out), expected, call)


def refusals(stage: Stage, url: str, readonly: str) -> None:
    def tried(call: str) -> Answer:
        return stage.python_of(f"def up(c):\n    c.driver.{call}\n    return 'select 1'", RUNG_DATABASE_URL=url)

    for write in (
        "execute('insert into t values (3, null)')",
        "select('delete from t')",
        "execute('create table made_by_up (id integer)')",
    ):
        tried(write).fails(65, f"{FILE}:2: {readonly}").says("return the SQL that writes")
    # Nor in a way around.
    for first in ("set default_transaction_read_only = off", "commit", "pragma query_only = off"):
        stage.python_of(
            f"def up(c):\n    try:\n        c.driver.execute('{first}')\n    except Exception:\n        pass\n"
            "    c.driver.execute('delete from t')",
            RUNG_DATABASE_URL=url,
        ).fails(65, f"{FILE}:6: {readonly}")
    tried("select('select * from nowhere')").fails(65, f"{FILE}:2: ").says("nowhere")
    tried("select_one('select id from t')").fails(65, f"{FILE}:2: ValueError: 2 rows, where one was expected")
    tried("select_value('select id from t where id = 7')").fails(
        65, f"{FILE}:2: ValueError: no row, where one was expected"
    )
    tried("execute_script('select 1')").fails(
        65, f"{FILE}:2: AttributeError: the driver has no 'execute_script': it only reads"
    )
    stage.python_of(
        "async def up(c):\n    return [x for x in c.driver.select('select 1')]", RUNG_DATABASE_URL=url
    ).fails(65, f"{FILE}:2: TypeError: 'NotAwaited' object is not iterable")


@behaviour
def a_migration_can_look_at_sqlite(stage: Stage) -> None:
    looks(stage, shop(stage), "?")
    looks(stage, f"sqlite://{stage.folder}/shop.db", "?")


@behaviour
def a_migration_cannot_write_to_sqlite(stage: Stage) -> None:
    refusals(stage, shop(stage), "attempt to write a readonly database; a migration's driver only reads")
    for other in ("attach 'other.db' as o", "vacuum into 'other.db'"):
        stage.python_of(f'def up(c):\n    c.driver.execute("{other}")', RUNG_DATABASE_URL="sqlite:shop.db").fails(65)
    equal((stage.folder / "other.db").exists(), False, "another file is not made")
    equal(
        stage.python_of(
            "def up(c): return str(c.driver.select_value('select count(*) from t'))",
            RUNG_DATABASE_URL="sqlite:shop.db",
        ).out,
        b"2",
        "rows afterwards",
    )


@behaviour
def a_file_that_nobody_has_made_is_an_empty_database(stage: Stage) -> None:
    stage.python_of(
        "def up(c): return str(c.driver.select('select * from sqlite_master')) + ' '",
        RUNG_DATABASE_URL="sqlite:new.db",
    ).gives("[]")
    equal((stage.folder / "new.db").exists(), False, "a look makes no file")


@behaviour
def a_database_in_use_and_with_a_log_can_be_looked_at(stage: Stage) -> None:
    url = shop(stage)
    with contextlib.closing(sqlite3.connect(stage.folder / "shop.db", isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("insert into t values (3, 'c')")
        connection.execute("begin immediate")
        look = "def up(c): return str(c.driver.select_value('select count(*) from t'))"
        stage.python_of(look, RUNG_DATABASE_URL=url).gives("3")
    stage.python_of(look, RUNG_DATABASE_URL=url).gives("3")


@behaviour
def a_migration_can_look_at_postgresql(stage: Stage) -> None:
    if not stage.postgresql:
        return
    with server(stage) as url:
        looks(stage, url, "$1")
        values = stage.python_of(
            """
            def up(c):
                d = c.driver
                row = d.select_one('''select true as a, 2::bigint as b, 1.5::float8 as c, 1.50::numeric as d,
                    '{"x": [1]}'::jsonb as e, null as f, '\\\\x00ff'::bytea as g, 'é :x'::text as h''')
                yield repr(row)
                yield repr(d.select_value("select array_length($1::text[], 1)", [['a"\\\\', None, "c"]]))
                yield repr(d.select_value("select ':a' || :a || $$:a$$::text --:a", a="é'"))
                yield repr(d.select_value("select $1::bytea", b"\\0x"))
                yield repr(d.select_value("select $1::boolean", True))
                yield repr(d.select_value("select $1::jsonb -> 'k'", [{"k": 3}]))
                yield repr(d.select_value("select 1 = any($1::int[])", [[1, 2]]))
            """,
            RUNG_DATABASE_URL=url,
        )
        values.gives(
            "{'a': True, 'b': 2, 'c': 1.5, 'd': Decimal('1.50'), 'e': {'x': [1]}, 'f': None, "
            "'g': b'\\x00\\xff', 'h': 'é :x'}",
            "3",
            '":aé\':a"',
            "b'\\x00x'",
            "True",
            "3",
            "True",
        )


@behaviour
def a_migration_cannot_write_to_postgresql(stage: Stage) -> None:
    if not stage.postgresql:
        return
    with server(stage) as url:
        refusals(stage, url, "ERROR:  cannot execute ")
        equal(psql(url, "select count(*), to_regclass('made_by_up') from t"), "2|\n", "rows and table afterwards")


@behaviour
def the_url_is_never_seen(stage: Stage) -> None:
    look = "def up(c):\n    c.driver.select('select 1')"
    for url in (
        "postgresql://ada:geheim@127.0.0.1:1/x",
        "postgresql://ada:geheim@127.0.0.1:x/x",
        "postgresql://ada:geheim@[::1/x",
        "postgresql://ada:geheim@127.0.0.1:1/x?geheim=1",
    ):
        stage.python_of(look, RUNG_DATABASE_URL=url).fails(69, f"{FILE}:2: the database cannot be reached").hides(
            "geheim"
        )
    # Neither a program that the migration starts sees it, nor who prints the environment or the driver.
    stage.python_of(
        """
        import os, subprocess
        def up(c):
            subprocess.run(["env"])
            print(dict(os.environ), c, c.config, vars(c.config), c.driver)
            return "select 1"
        """,
        RUNG_DATABASE_URL="postgresql://ada:geheim@127.0.0.1:1/x",
    ).gives("select 1").says("RUNG_VERSION").hides("geheim")


@behaviour
def a_driver_that_was_not_asked_for_is_explained(stage: Stage) -> None:
    stage.python_of("def up(c):\n    c.driver.select('select 1')").fails(
        65, f"{FILE}:2: AttributeError: 'NoneType' object has no attribute 'select'\na line '# driver: read'"
    )
    stage.python_of("def up(c): return 'a' if c.driver is None else 'b'").gives("a")
