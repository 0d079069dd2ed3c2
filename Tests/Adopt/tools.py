"""How each tool names and marks its files, what its history table is, and how the real one runs, where there is one.

Formats and tables are those that the tools document; docs/adopt.md names the pages.
"""

import getpass
from dataclasses import dataclass, field

from stage import STEPS, TRIGGER

Files = dict[str, str]
TIMES = [f"2024-03-0{day} 10:00:00" for day in range(1, 5)]


@dataclass
class Tool:
    """`half` and `rest` are commands of the real tool; without them, `rows` makes the history of the first two."""

    name: str
    folder: str
    files: Files
    # The versions that Rung gives to the four migrations.
    versions: list[str]
    half: str = ""
    rest: str = ""
    rows: str = ""
    # What the history says of the first two: the time if it is known, and who did it.
    times: list[str] | None = None
    author: str = ""
    stamp: str = ""
    database: str = "sqlite"
    # What the report has to say.
    notes: list[str] = field(default_factory=list)


def up(index: int) -> str:
    return STEPS[index][1] + ("\n" + TRIGGER if index == 1 else "") + "\n"


def down(index: int) -> str:
    return STEPS[index][2] + "\n"


def each(name: str, text: str) -> Files:
    """A file for each step: fields are {n}, {t} (a time), {s} (the slug), {up} and {down}."""
    found = {}
    for index, (slug, _, _) in enumerate(STEPS):
        values = {
            "n": str(index + 1), "t": f"2024030{index + 1}100000", "s": slug,
            "d": f"2024-03-0{index + 1}-100000", "w": slug.replace("_", "-"),
        }
        found[name.format(**values)] = text.replace("{up}", up(index)).replace("{down}", down(index))
    return found


def pairs(one: str, other: str, before: str = "") -> Files:
    return {**each(one, before + "{up}"), **each(other, before + "{down}")}


NUMBERS = ["0001", "0002", "0003", "0004"]
STAMPS = [f"2024030{day}100000" for day in range(1, 5)]


def dbmate(program: str) -> Tool:
    files = each("db/migrations/{t}_{s}.sql", "-- migrate:up\n{up}\n-- migrate:down\n{down}")
    run = f"{program} --url sqlite:app.db --no-dump-schema"
    # dbmate has no command for a part, so the second half is not there at first.
    hide = "mkdir -p later && mv db/migrations/2024030[34]* later/"
    return Tool(
        "dbmate", "db/migrations", files, STAMPS, half=f"{hide} && {run} up && mv later/* db/migrations/",
        rest=f"{run} up", author="dbmate")


def dbmate_postgresql(program: str) -> Tool:
    files = {name: text.replace(TRIGGER, "") for name, text in dbmate(program).files.items()}
    files["db/migrations/20240303100000_add_email.sql"] = (
        "-- migrate:up transaction:false\nalter table users add column email varchar(40);\n"
        "-- migrate:down transaction:false\nalter table users drop column email;\n")
    run = f'{program} --url "$URL?sslmode=disable" --no-dump-schema'
    hide = "mkdir -p later && mv db/migrations/2024030[34]* later/"
    return Tool(
        "dbmate", "db/migrations", files, STAMPS, half=f"{hide} && {run} up && mv later/* db/migrations/",
        rest=f"{run} up", author="dbmate", database="postgresql")


def sql_migrate() -> Tool:
    text = "-- +migrate Up\n{up}\n-- +migrate Down\n{down}"
    files = each("migrations/{n}_{s}.sql", text)
    name = "migrations/2_create_posts.sql"
    files[name] = files[name].replace(TRIGGER, f"-- +migrate StatementBegin\n{TRIGGER}\n-- +migrate StatementEnd")
    files["dbconfig.yml"] = "development:\n  dialect: sqlite3\n  datasource: app.db\n  dir: migrations\n"
    return Tool(
        "sql-migrate", "migrations", files, NUMBERS, half="sql-migrate up -limit=2", rest="sql-migrate up",
        author="sql-migrate")


def yoyo(program: str) -> Tool:
    files: Files = {}
    before = ""
    for index, (slug, _, _) in enumerate(STEPS):
        name = f"2024030{index + 1}_01_aB3dE-{slug.replace('_', '-')}"
        # The file of yoyo's third migration sorts before the others; what it depends on says where it belongs.
        name = name.replace("20240303", "20240101")
        files[f"sql/{name}.sql"] = (f"-- depends: {before}\n\n" if before else "") + up(index)
        files[f"sql/{name}.rollback.sql"] = down(index)
        before = name
    second = next(name for name in files if "posts.sql" in name)
    run = f"{program} apply --batch --no-config-file --database sqlite:///app.db"
    return Tool(
        "yoyo", "sql", files, NUMBERS, half=f"{run} --revision {second[4:-4]} sql", rest=f"{run} sql",
        author=getpass.getuser())


def dblift(program: str) -> Tool:
    """A tool with Flyway's files, and a history table with the columns of Flyway's."""
    files: Files = {}
    for index, version in enumerate(("1", "1.2", "1_10", "2")):
        files[f"sql/V{version}__{STEPS[index][0]}.sql"] = up(index)
        files[f"sql/U{version.replace('_', '.')}__{STEPS[index][0]}.sql"] = down(index)
    run = f"{program} --db-url sqlite:///$PWD/app.db --scripts sql --installed-by ann migrate --analysis-mode execution"
    return Tool(
        "flyway", "sql", files, NUMBERS, half=f"{run} --target-version 1.2", rest=run, author="ann",
        stamp="--history-table dblift_schema_history")


def sqitch(database: str = "sqlite") -> Tool:
    plan = "%syntax-version=1.0.0\n%project=app\n\n"
    files: Files = {}
    for index, (slug, _, _) in enumerate(STEPS):
        text = up(index) if database == "sqlite" else up(index).replace(TRIGGER, "")
        plan += f"{slug} {'[' + STEPS[index - 1][0] + '] ' if index else ''}2024-03-0{index + 1}T10:00:00Z Ann Lee <ann@example.org> # {slug}, to begin with\n"
        files[f"deploy/{slug}.sql"] = f"-- Deploy app:{slug}\n\nBEGIN;\n\n{text}\nCOMMIT;\n"
        files[f"revert/{slug}.sql"] = f"-- Revert app:{slug}\n\nBEGIN;\n\n{down(index)}\nCOMMIT;\n"
        files[f"verify/{slug}.sql"] = "select 1;\n"
        if index == 1:
            plan += "@v1 2024-03-02T11:00:00Z Ann Lee <ann@example.org> # half\n"
    engine, target = ("sqlite", "db:sqlite:app.db") if database == "sqlite" else ("pg", "db:$URL")
    if database != "sqlite":
        files["deploy/more.psql"] = "\\ir inner.psql\n"
        files["deploy/inner.psql"] = "create view named as select id, name from users where name <> ';';\n"
        name = "deploy/add_view.sql"
        files[name] = files[name].replace(files["deploy/inner.psql"].strip(), "\\i deploy/more.psql")
    files["sqitch.plan"] = plan
    files["sqitch.conf"] = f"[core]\n\tengine = {engine}\n"
    return Tool(
        "sqitch", ".", files, NUMBERS, half=f"sqitch deploy --no-verify --to @v1 {target}",
        rest=f"sqitch deploy --no-verify {target}", author="Ann Lee", database=database,
        stamp="--history-database sqlite:sqitch.db" if database == "sqlite" else "",
        notes=["'verify' has 4 scripts"])


def alembic(program: str, database: str = "sqlite") -> Tool:
    url = "sqlite:///app.db" if database == "sqlite" else "$URL"
    files = {
        "alembic.ini": "[alembic]\nscript_location = alembic\n",
        "alembic/script.py.mako": "",
        "alembic/env.py": (
            "import os\nfrom alembic import context\nfrom sqlalchemy import create_engine\n"
            "url = os.environ['TOOL_URL']\n"
            "if context.is_offline_mode():\n"
            "    context.configure(url=url, literal_binds=True)\n"
            "    with context.begin_transaction():\n        context.run_migrations()\n"
            "else:\n"
            "    with create_engine(url).connect() as connection:\n"
            "        context.configure(connection=connection)\n"
            "        with context.begin_transaction():\n            context.run_migrations()\n"),
    }
    names = ["a1", "b2", "c3", "d4"]
    for index, (slug, _, _) in enumerate(STEPS):
        # SQLite's driver takes one statement at a time.
        ups = [line for line in STEPS[index][1].replace(";\n", ";\0").split("\0")]
        ups += [TRIGGER] if index == 1 and database == "sqlite" else []
        downs = STEPS[index][2].splitlines()
        before = repr(names[index - 1]) if index else "None"
        files[f"alembic/versions/{names[index]}_{slug}.py"] = (
            f"from alembic import op\nrevision = {names[index]!r}\ndown_revision = {before}\n\n"
            f"def upgrade():\n    for sql in {ups!r}:\n        op.execute(sql)\n\n"
            f"def downgrade():\n    for sql in {downs!r}:\n        op.execute(sql)\n")
    run = f"TOOL_URL={url.replace('postgresql:', 'postgresql+psycopg:')} {program}"
    half = (
        f"mkdir offline && {run} upgrade head --sql > offline/up.sql 2>/dev/null"
        f" && {run} downgrade d4:base --sql > offline/down.sql 2>/dev/null && cp -r alembic/versions offline/ && {run} upgrade b2")
    return Tool(
        "alembic", "offline", files, NUMBERS, half=half, rest=f"{run} upgrade head", author="Alembic",
        database=database)
