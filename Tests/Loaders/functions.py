"""Which function runs, what it is given, and what it may give back."""

import json

from stage import Stage, behaviour, equal

ONE = "select 1"


@behaviour
def each_name_of_a_function_is_known_and_the_first_wins(stage: Stage) -> None:
    for direction, names in {
        "up": ("up", "upgrade", "migrate_up"),
        "down": ("down", "downgrade", "migrate_down"),
    }.items():
        for at, name in enumerate(names):
            later = "".join(f"def {other}(): return '{other}'\n" for other in reversed(names[at:]))
            stage.python_of(later, direction).gives(name)


@behaviour
def a_name_that_is_no_function_is_passed_over(stage: Stage) -> None:
    stage.python_of("up = 'select 2'\ndef upgrade(): return 'select 1'").gives(ONE)


@behaviour
def a_missing_direction_has_a_status_of_its_own(stage: Stage) -> None:
    stage.python_of("def up(): return 'select 1'", "down").fails(
        3, "migrations/0001_x.py: there is no down() or downgrade() or migrate_down()"
    )
    stage.python_of("def down(): return 'select 1'").fails(3)
    # As in SQLSpec: None is the absence of a way back, an empty list one that does nothing.
    stage.python_of("def down(): return None", "down").fails(3)
    stage.python_of("def down(): return []", "down").gives()


@behaviour
def the_context_is_passed_wherever_there_is_a_place_for_it(stage: Stage) -> None:
    for head in (
        "context",
        "context=None",
        "migration",
        "c, /",
        "*everything",
        "*, context",
        "*, migration=None",
        "context, **others",
    ):
        name = head.strip("*, ").split("=")[0].split(",")[0].split(" ")[-1]
        value = "everything[0]" if name == "everything" else name
        text = f"def up({head}):\n    return 'select ' + {value}.dialect"
        stage.python_of(text).gives("select sqlite")
        stage.python_of("async " + text).gives("select sqlite")
    stage.python_of("def up(**others): return str(others)").gives("{}")
    stage.python_of("class Up:\n    def __call__(self, c): return c.dialect\nup = Up()").gives("sqlite")
    wrapped = "import functools\n@functools.wraps({})\ndef up(*a, **k): return str(a) + str(list(k))"
    stage.python_of(wrapped.format("lambda: 0")).gives("()[]")
    stage.python_of(wrapped.format("lambda *, context: 0")).gives("()['context']")
    stage.python_of("import functools\nup = functools.partial(lambda a, c: a + c.dialect, 'x')").gives("xsqlite")


@behaviour
def two_places_without_a_value_are_an_error(stage: Stage) -> None:
    stage.python_of("\n\ndef up(one, two): return ''").fails(65, "migrations/0001_x.py:1: TypeError: up() missing 1")


@behaviour
def any_iterable_of_strings_is_taken(stage: Stage) -> None:
    for value in (
        "['a', 'b']",
        "('a', 'b')",
        "iter(['a', 'b'])",
        "(x for x in 'ab')",
        "map(str.lower, 'AB')",
        "{'a': 1, 'b': 2}.keys()",
    ):
        stage.python_of(f"def up(): return {value}").gives("a", "b")
        stage.python_of(f"async def up(): return {value}").gives("a", "b")
    stage.python_of("def up():\n    yield 'a'\n    yield 'b'").gives("a", "b")
    stage.python_of("""
        import asyncio
        async def up():
            yield 'a'
            await asyncio.sleep(0.01)
            yield 'b'
        """).gives("a", "b")


@behaviour
def pieces_are_trimmed_and_empty_ones_left_out(stage: Stage) -> None:
    stage.python_of("def up(): return ['', ' a\\n', '\\t\\n', 'b; c;\\n']").gives("a", "b; c;")
    stage.python_of("def up(): return '  \\n '").gives()
    stage.python_of("def up(): return []").gives()


@behaviour
def nothing_at_all_is_refused(stage: Stage) -> None:
    stage.python_of("\ndef up(): pass").fails(65, "migrations/0001_x.py:1: up() gave no SQL: return it")


@behaviour
def executed_sql_keeps_its_order_among_what_is_returned(stage: Stage) -> None:
    stage.python_of("""
        def up(migration):
            migration.execute("a")
            yield "b"
            migration.execute("c")
            yield "d"
        """).gives("a", "b", "c", "d")
    stage.python_of("""
        async def up(migration):
            migration.execute("a")
            yield "b"
            await migration.execute("c")
            yield "d"
        """).gives("a", "b", "c", "d")
    stage.python_of("def up(m):\n    m.execute('a')\n    return ['b']").gives("a", "b")
    stage.python_of("def down(m): m.execute(' ')", "down").gives()


@behaviour
def other_types_are_refused_by_name_and_place(stage: Stage) -> None:
    for value, name in {
        "3": "int",
        "b'x'": "bytes",
        "{'a': 1}": "dict",
        "object()": "object",
        "False": "bool",
    }.items():
        stage.python_of(f"def up():\n    return {value}").fails(
            65, f"migrations/0001_x.py:1: up() gave {name}, where SQL has to be a string"
        )
    stage.python_of("def up(): return ['a', None]").fails(
        65, "migrations/0001_x.py:1: up() gave, as element 1, NoneType, where SQL has to be a string"
    )
    stage.python_of("def up(): return {'a', 'b'}").fails(
        65, "migrations/0001_x.py:1: up() gave a set, which has no order"
    )
    stage.python_of("def up(m):\n    m.execute(\n        ['a'])").fails(
        65, "migrations/0001_x.py:2: migration.execute() got list, where SQL has to be a string"
    )


@behaviour
def parameters_are_refused(stage: Stage) -> None:
    for call in ("m.execute('select ?', 1)", "m.execute('select :a', a=1)"):
        stage.python_of(f"def up(m):\n    {call}").fails(
            65, "migrations/0001_x.py:2: a script has no place for parameters: write the values into the SQL"
        )


@behaviour
def objects_of_sqlspec_are_taken_without_parameters(stage: Stage) -> None:
    if not stage.has_sqlspec:
        return
    stage.python_of("from sqlspec import SQL\ndef up(): return [SQL(\"insert into t values ('x', 1)\"), 'b']").gives(
        "insert into t values ('x', 1)", "b"
    )
    stage.python_of("from sqlspec import SQL\ndef up(): return SQL('insert into t values (?)', 1)").fails(
        65, "migrations/0001_x.py:2: a script has no place for parameters"
    )
    built = "from sqlspec import sql\ndef up(): return sql.create_table('t').column('id', 'INTEGER')"
    equal(stage.python_of(built).pieces[0].split(), ["CREATE", "TABLE", '"t"', "(", '"id"', "INTEGER", ")"], "SQLite")
    equal(
        stage.python_of(built, RUNG_DIALECT="mysql").pieces[0].split(),
        ["CREATE", "TABLE", "`t`", "(", "`id`", "INT", ")"],
        "MySQL",
    )
    stage.python_of("from sqlspec import sql\ndef up(): return sql.insert('t').columns('a').values(5)").fails(
        65, "migrations/0001_x.py:2: a script has no place for parameters"
    )


@behaviour
def the_context_has_what_sqlspec_gives(stage: Stage) -> None:
    config = {"migration": {"script_location": "migrations"}, "extension": {"q": {"t": "jobs"}}, "database": "sqlite"}
    text = """
        import json
        def up(context):
            context.set_execution_metadata("k", 1)
            config = context.config
            return json.dumps([
                context.dialect, context.metadata, context.extension_config, context.driver, context.execution_mode,
                context.is_async_execution, context.is_async_driver, context.get_execution_metadata("k"),
                context.get_execution_metadata("none", 2), config.migration_config, config.extension_config,
                config.database, config.bind_key])
        """
    variables = {
        "RUNG_CONFIG": json.dumps(config),
        "RUNG_EXTENSION_CONFIG": '{"t": "jobs"}',
        "RUNG_DIALECT": "postgresql",
    }
    equal(
        json.loads(stage.python_of(text, **variables).out),
        [
            "postgres",
            {"version": "0001"},
            {"t": "jobs"},
            None,
            "sync",
            False,
            False,
            1,
            2,
            {"script_location": "migrations"},
            {"q": {"t": "jobs"}},
            "sqlite",
            None,
        ],
        "the context",
    )
    for dialect, theirs in {
        "mariadb": "mysql",
        "sqlserver": "tsql",
        "cockroachdb": "postgres",
        "oracle": "oracle",
        "duckdb": "duckdb",
        "bigquery": "bigquery",
        "spanner": "spanner",
    }.items():
        stage.python_of("def up(c): return c.dialect", RUNG_DIALECT=dialect).gives(theirs)


@behaviour
def migration_can_be_imported_with_and_without_sqlspec(stage: Stage) -> None:
    for module in ("sqlspec.migrations", "sqlspec.migrations.revision"):
        stage.python_of(f"from {module} import Migration\ndef up(m: Migration): m.execute(type(m).__name__)").gives(
            "Migration"
        )
    stage.python_of(
        "from sqlspec.migrations.context import MigrationContext\ndef up(c: MigrationContext): return c.dialect"
    ).gives("sqlite")
    # The rest of SQLSpec stays what it is.
    other = stage.python_of("import sqlspec.migrations.version as v\ndef up(): return repr(v.parse_version('0001'))")
    if stage.has_sqlspec:
        equal(other.status, 0, other.errors)
    else:
        other.fails(
            65, "migrations/0001_x.py:1: ModuleNotFoundError: no module 'sqlspec.migrations.version': SQLSpec is not"
        )


@behaviour
def modules_of_the_project_can_be_imported(stage: Stage) -> None:
    stage.write("shop/names.py", "TABLE = 'orders'\n")
    stage.write("migrations/columns.py", "KEY = 'id integer'\n")
    stage.python_of("""
        from shop.names import TABLE
        from .columns import KEY
        from migrations import columns
        def up(): return f"create table {TABLE} ({KEY})" + str(columns.KEY == KEY)
        """).gives("create table orders (id integer)True")
    equal(sorted(path.name for path in stage.folder.rglob("*.pyc")), [], "compiled files left behind")


@behaviour
def the_project_is_the_folder_above_where_none_is_said(stage: Stage) -> None:
    stage.write("names.py", "TABLE = 'orders'\n")
    stage.python_of("from names import TABLE\ndef up(): return TABLE", RUNG_PROJECT_ROOT="").gives("orders")


@behaviour
def nothing_is_imported_from_the_current_folder_by_accident(stage: Stage) -> None:
    stage.write("json.py", "raise SystemExit('the wrong json')\n")
    stage.write("elsewhere/x.py", "")
    stage.python_of("def up(): return 'select 1'", RUNG_PROJECT_ROOT=str(stage.folder / "elsewhere")).gives(ONE)


@behaviour
def what_only_a_program_does_is_not_done(stage: Stage) -> None:
    stage.python_of("""
        from dataclasses import dataclass
        @dataclass
        class Column:
            name: str
        def up(): return Column("id").name
        if __name__ == "__main__":
            raise SystemExit(1)
        """).gives("id")
