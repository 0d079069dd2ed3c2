"""Changes of the tables of the Agent Development Kit, by the document's migrations in Python as they are.

The same changes in SQL, with rows in the tables and programs that go on working, are in examples/adk-evolution.
"""

from project import Project, behaviour, equal, holds, migration

PRIORITY = "select count(*) from {} where name = 'idx_adk_sessions_priority'"
INDEXES = {"sqlite": "sqlite_master", "postgresql": "(select indexname as name from pg_indexes) i"}


def tables(project: Project) -> None:
    """The first generation's, which the document has."""
    project.settings('[migration]\ninclude_extensions = ["adk"]\n')
    project.rung_("upgrade", "ext_adk_0001").ended(0)
    project.settings()


def session(project: Project) -> None:
    columns, values = ("id, app_name, user_id, state", "'s1', 'shop', 'ada', '{\"lang\": \"de\"}'")
    project.database.execute(f"insert into adk_sessions ({columns}) values ({values});")


@behaviour("Migrations of ADK: Schema Evolution, Adding a Column; Adding an Index")
def a_column_and_an_index_are_added_and_taken_away(project: Project) -> None:
    tables(project)
    project.take("0001_priority.py", "add_column")
    project.take("0002_index.py", "add_index")
    project.rung_("upgrade").ended(0)
    holds("priority" in project.database.columns("adk_sessions"), "there is no column 'priority'")
    indexes = PRIORITY.format(INDEXES[project.kind])
    equal(project.database.rows(indexes), [["1"]], "indexes")
    project.rung_("downgrade", "0001").ended(0)
    equal(project.database.rows(indexes), [["0"]], "indexes")
    project.rung_("downgrade", "-1").ended(0)
    holds("priority" not in project.database.columns("adk_sessions"), "the column 'priority' is still there")


@behaviour("Migrations of ADK: Schema Evolution, Renaming a Table", "postgresql")
def a_table_is_renamed_with_its_foreign_key(project: Project) -> None:
    tables(project)
    project.take("0001_rename.py", "rename_table")
    project.rung_("upgrade").ended(0)
    project.made("adk_events", "agent_sessions")
    query = "select confrelid::regclass from pg_constraint where conname = 'adk_events_session_id_fkey'"
    equal(project.database.rows(query), [["agent_sessions"]], "what events refer to")
    # The document's way back is only `pass`.
    project.rung_("downgrade").ended(1).says("cannot be reverted")


@behaviour("Migrations of ADK: Schema Evolution, Data Migration", "postgresql")
def data_is_moved_to_another_format(project: Project) -> None:
    tables(project)
    session(project)
    project.take("0001_state.py", "migrate_data")
    project.rung_("upgrade").ended(0)
    query = "select state->>'lang', state->>'version' from adk_sessions"
    equal(project.database.rows(query), [["de", "2"]], "the state")


@behaviour("Migrations of ADK: Schema Evolution, Zero-Downtime Migrations", "postgresql")
def a_column_takes_the_place_of_another_in_steps(project: Project) -> None:
    tables(project)
    project.write(migration("0001", "old", up="alter table adk_sessions add column old_field text default 'x';"))
    project.rung_("upgrade").ended(0)
    session(project)
    for version, step in ((2, 1), (3, 3), (4, 4), (5, 5)):
        project.take(f"{version:04}_step.py", f"zero_downtime_{step}")
        project.rung_("upgrade").ended(0)
    equal(project.database.rows("select new_field from adk_sessions"), [["x"]], "the new column")
    holds("old_field" not in project.database.columns("adk_sessions"), "the old column is still there")
    query = "select is_nullable from information_schema.columns where column_name = 'new_field'"
    equal(project.database.rows(query), [["NO"]], "whether the new one may be null")


@behaviour("Migrations of ADK: Troubleshooting, Table Already Exists; Foreign Key Constraint Violation")
def what_is_there_is_left_and_goes_in_the_right_order(project: Project) -> None:
    project.database.execute("create table adk_sessions (id integer primary key);")
    text = '''def upgrade(migration):
    migration.execute("""
CREATE TABLE IF NOT EXISTS adk_sessions (id integer primary key)
""")
    migration.execute("CREATE TABLE adk_events (session_id integer references adk_sessions(id))")

def downgrade(migration):
    # Drop child table first (events), then parent (sessions)
    migration.execute("DROP TABLE IF EXISTS adk_events")
    migration.execute("DROP TABLE IF EXISTS adk_sessions")
'''
    project.write({"0001_adk.py": text})
    project.rung_("upgrade").ended(0)
    project.made("adk_events", "adk_sessions")
    project.rung_("downgrade").ended(0)
    project.made()
