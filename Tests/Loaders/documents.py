"""The migrations in Python that SQLSpec's documentation shows, as they stand there.

The pages lost the indentation of some, which is put back; the two snippets of `troubleshooting.py` are put into
functions, and `template.py` is what the page's fragments make, with straight quotes. What the pages show besides
migrations cannot be run by a loader: the settings of adapters with their pools, the command classes and trackers
(`AsyncMigrationCommands`, `AsyncMigrationTracker`), `parse_version`, and a test with `MigrationRunner`.
"""

import json
from pathlib import Path

from stage import Stage, behaviour, equal

FOLDER = Path(__file__).with_name("documents")
# What each gives, up and down; None where there is no way back.
EXAMPLES: dict[str, tuple[list[str], list[str] | None]] = {
    "add_user_roles": (
        [
            (
                "CREATE TABLE user_roles (\n        id SERIAL PRIMARY KEY,\n        user_id INTEGER REFERENCES users(id),\n"
                "        role VARCHAR(50) NOT NULL\n    );"
            )
        ],
        ["DROP TABLE user_roles;"],
    ),
    "products_and_orders": (
        [
            "CREATE TABLE products (id SERIAL PRIMARY KEY);",
            "CREATE TABLE orders (id SERIAL PRIMARY KEY, product_id INTEGER);",
            "CREATE INDEX idx_orders_product ON orders(product_id);",
        ],
        None,
    ),
    "template": (["SELECT 1"], ["DROP TABLE example;"]),
    "create_users": (
        [
            (
                "CREATE TABLE users (\nid UUID PRIMARY KEY DEFAULT gen_random_uuid(),\n"
                "email VARCHAR(255) NOT NULL UNIQUE,\ncreated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP\n)"
            ),
        ],
        ["DROP TABLE IF EXISTS users CASCADE"],
    ),
    "add_column": (
        ["ALTER TABLE adk_sessions\nADD COLUMN priority INTEGER DEFAULT 0"],
        ["ALTER TABLE adk_sessions\nDROP COLUMN priority"],
    ),
    "add_index": (
        ["CREATE INDEX idx_adk_sessions_priority\nON adk_sessions(priority DESC)"],
        ["DROP INDEX IF EXISTS idx_adk_sessions_priority"],
    ),
    "rename_table": (
        [
            "ALTER TABLE adk_sessions\nRENAME TO agent_sessions",
            (
                "ALTER TABLE adk_events\nDROP CONSTRAINT adk_events_session_id_fkey,\n"
                "ADD CONSTRAINT adk_events_session_id_fkey\n"
                "FOREIGN KEY (session_id)\nREFERENCES agent_sessions(id)\nON DELETE CASCADE"
            ),
        ],
        None,
    ),
    "migrate_data": (
        [
            "ALTER TABLE adk_sessions\nADD COLUMN state_v2 JSONB",
            "UPDATE adk_sessions\nSET state_v2 = state || '{\"version\": 2}'::jsonb",
            "ALTER TABLE adk_sessions\nDROP COLUMN state",
            "ALTER TABLE adk_sessions\nRENAME COLUMN state_v2 TO state",
        ],
        None,
    ),
    "zero_downtime_1": (["ALTER TABLE adk_sessions\nADD COLUMN new_field TEXT"], None),
    "zero_downtime_3": (["UPDATE adk_sessions\nSET new_field = old_field\nWHERE new_field IS NULL"], None),
    "zero_downtime_4": (["ALTER TABLE adk_sessions\nALTER COLUMN new_field SET NOT NULL"], None),
    "zero_downtime_5": (["ALTER TABLE adk_sessions\nDROP COLUMN old_field"], None),
    "troubleshooting": (
        ["CREATE TABLE IF NOT EXISTS adk_sessions (...)"],
        ["DROP TABLE IF EXISTS adk_events", "DROP TABLE IF EXISTS adk_sessions"],
    ),
}


def both_ways(stage: Stage, name: str, up: list[str], down: list[str] | None, **variables: str) -> None:
    (stage.folder / "migrations/0001_x.py").write_bytes((FOLDER / f"{name}.py").read_bytes())
    answer = stage.load("up", **variables)
    equal((answer.status, answer.pieces), (0, up), f"up of {name}: {answer.errors}")
    answer = stage.load("down", **variables)
    equal((answer.status, answer.pieces), (3, []) if down is None else (0, down), f"down of {name}: {answer.errors}")


@behaviour
def the_examples_of_the_documents_run(stage: Stage) -> None:
    equal(
        sorted([*EXAMPLES, "create_adk_tables", "built_in_template"]),
        sorted(path.stem for path in FOLDER.glob("*.py")),
        "examples",
    )
    for name, (up, down) in EXAMPLES.items():
        both_ways(stage, name, up, down)


@behaviour
def the_examples_with_a_store_run_where_there_is_one(stage: Stage) -> None:
    # The stores of that page are not in SQLSpec 0.69.0 any more; these have what the page calls, and nothing else.
    for adapter, store in (("asyncpg", "Asyncpg"), ("asyncmy", "Asyncmy"), ("sqlite", "Sqlite")):
        stage.write(
            f"sqlspec/adapters/{adapter}/adk.py",
            f"""
            class {store}ADKStore:
                def __init__(self, config, sessions=None, events=None):
                    adk = config.extension_config.get("adk", {{}})
                    self.sessions, self.events = sessions or adk["session_table"], events or adk["events_table"]
                def _get_create_sessions_table_sql(self):
                    return f"create table {{self.sessions}} -- {adapter}"
                def _get_create_events_table_sql(self):
                    return f"create table {{self.events}}"
                def _get_drop_tables_sql(self):
                    return [f"drop table {{self.events}}", f"drop table {{self.sessions}}"]
            """,
        )
    stage.write("sqlspec/__init__.py", "")
    config = json.dumps({"extension": {"adk": {"session_table": "s", "events_table": "e"}}})
    both_ways(
        stage,
        "create_adk_tables",
        ["create table s -- asyncpg", "create table e"],
        ["drop table e", "drop table s"],
        RUNG_CONFIG=config,
        RUNG_DIALECT="postgresql",
    )
    for dialect, adapter in (("postgresql", "asyncpg"), ("mysql", "asyncmy"), ("sqlite", "sqlite")):
        both_ways(
            stage,
            "built_in_template",
            [f"create table s -- {adapter}", "create table e"],
            None,
            RUNG_CONFIG=config,
            RUNG_DIALECT=dialect,
        )
    both_ways(stage, "built_in_template", ["create table adk_sessions -- sqlite", "create table adk_events"], None)
    stage.load("up", RUNG_DIALECT="duckdb").fails(
        65, "migrations/0001_x.py:26: ValueError: Unsupported adapter: duckdb"
    )
