"""The extension for Google's Agent Development Kit: its tables, their names, owners and tenants.

What the tables are, and that the stores work on them, is shown in Tests/ADK; that they come and go whole, in
ExtensionRunTests; two tenants with all tables of their own, in TenantTests.
"""

import re

from project import Project, behaviour, equal, holds, migration

TABLES = ("adk_sessions", "adk_events")
# What the document has for each database: the table that is referred to, its key, and the column's definition.
OWNERS = {
    "postgresql": ("users", "UUID", "account_id UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE"),
    "mysql": ("users", "BIGINT", "user_id BIGINT NOT NULL REFERENCES users(id) ON DELETE CASCADE"),
    "sqlite": ("tenants", "INTEGER", "tenant_id INTEGER NOT NULL REFERENCES tenants(id) ON DELETE CASCADE"),
    "oracle": ("users", "NUMBER(10)", "user_id NUMBER(10) REFERENCES users(id) ON DELETE CASCADE"),
}


def adk(**settings: str) -> str:
    lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
    return f'[migration]\nscript_location = "migrations"\ninclude_extensions = ["adk"]\n\n[extension.adk]\n{lines}'


def has(project: Project, *names: str) -> None:
    holds(set(names) <= set(project.tables()), f"{names} are not all among {project.tables()}")


def qualified(project: Project) -> list[str]:
    """Tables with their schemas, where there are schemas."""
    query = "select schemaname || '.' || tablename from pg_tables where schemaname like 'tenant%' order by 1"
    return [row[0] or "" for row in project.database.rows(query)]


@behaviour("Migrations of ADK: Direct Table Creation")
def tables_are_made_directly_and_as_often_as_one_likes(project: Project) -> None:
    project.rung_("extension", "create-tables", "adk").ended(0)
    has(project, *TABLES)
    equal(project.rows(), [], "rows of the record")
    made = project.database.dump()
    project.rung_("extension", "create-tables", "adk").ended(0)
    equal(project.database.dump(), made, "the database after the second time")


@behaviour("Migrations of ADK: Using SQLSpec Migration System; Prerequisites; Migration Order", "postgresql")
def the_tables_come_after_the_one_that_they_refer_to(project: Project) -> None:
    owner = OWNERS["postgresql"][2]
    project.settings(adk(session_table="adk_sessions", events_table="adk_events", owner_id_column=owner))
    project.rung_("upgrade").ended(78).says("extension.adk.owner_id_column", "'users', which does not exist")
    project.take("0001_create_users.py", "create_users")
    project.run("sqlspec --config myapp.config upgrade").ended(0).says(
        "0001: Create users table migration.", "ext_adk_0001: "
    )
    equal([row[0] for row in project.rows()][:2], ["0001", "ext_adk_0001"], "the order")
    has(project, "users", *TABLES)
    keys = project.database.rows(
        "select pg_get_constraintdef(oid) from pg_constraint"
        " where conrelid = 'adk_sessions'::regclass and contype = 'f'"
    )
    equal(keys, [["FOREIGN KEY (account_id) REFERENCES users(id) ON DELETE CASCADE"]], "foreign keys of the sessions")
    project.run("sqlspec --config myapp.config downgrade -1").ended(0)
    project.applied("0001", "ext_adk_0001")
    project.run("sqlspec --config myapp.config downgrade -1").ended(0)
    project.made("users")
    project.rung_("downgrade", "base").ended(0)
    project.made()


@behaviour("Migrations of ADK: Initialize Migration Directory; Generate Initial Migration; Built-In Migration Template")
def the_files_of_the_extension_can_be_the_project_s_own(project: Project) -> None:
    project.run("sqlspec --config myapp.config init").ended(0)
    project.run('sqlspec --config myapp.config create-migration -m "Create ADK tables"').ended(0)
    (name,) = project.files()
    holds(re.fullmatch(r"\d{14}_create_adk_tables\.sql", name), f"the file is called {name}")
    (project.folder / "migrations" / name).unlink()
    project.rung_("extension", "eject", "adk").ended(0)
    own = project.folder / "extensions/adk" / project.kind / "0001_create_adk_tables.sql"
    text = own.read_text(encoding="utf-8")
    for name, statement in (("up", "create table mine (id integer)"), ("down", "drop table mine")):
        text = text.replace(f"-- name: migrate-0001-{name}\n", f"-- name: migrate-0001-{name}\n{statement};\n")
    own.write_text(text, encoding="utf-8")
    project.settings('[extension.adk]\npath = "extensions/adk"\n')
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    has(project, "mine", *TABLES)
    project.run("sqlspec --config myapp.config downgrade -1").ended(0)
    project.rung_("downgrade", "base").ended(0)
    project.made()


@behaviour("Migrations of ADK: Custom Table Names in Migrations")
def tables_have_the_names_that_the_settings_give_them(project: Project) -> None:
    project.settings(adk(session_table="my_custom_sessions", events_table="my_custom_events"))
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    has(project, "my_custom_sessions", "my_custom_events")
    holds(not set(TABLES) & set(project.tables()), f"tables with the usual names are among {project.tables()}")


@behaviour("Migrations of ADK: Custom Table Names, Configuration Location")
def settings_of_an_extension_are_refused_in_the_list_of_names(project: Project) -> None:
    project.settings('[migration]\ninclude_extensions = [{name = "adk", session_table = "custom"}]\n')
    refused = project.run("sqlspec --config myapp.config upgrade").ended(78)
    refused.says(
        "rung.toml: migration.include_extensions", 'write ["adk"] here, and its settings under [extension.adk]'
    )
    project.made()
    project.settings('[migration]\ninclude_extensions = ["adk"]\n[extension.adk]\nsession_table = "custom"\n')
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    has(project, "custom", "adk_events")


@behaviour("Migrations of ADK: Owner ID Column, Database-Specific Examples", "sqlite", "postgresql", "mariadb")
def the_owner_of_a_session_is_a_column_with_a_foreign_key(project: Project) -> None:
    table, key, owner = OWNERS["mysql" if project.kind == "mariadb" else project.kind]
    if project.kind == "mariadb":
        owner = owner.replace("user_id", "account_id")  # see below
    project.write(migration("0001", table, up=f"create table {table} (id {key} primary key);"))
    project.settings(adk(owner_id_column=owner))
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    column = owner.split()[0]
    holds(column in project.database.columns("adk_sessions"), f"{column} is no column of the sessions")
    one = f"'{'0' * 8}-{'0' * 4}-{'0' * 4}-{'0' * 4}-{'0' * 11}1'" if key == "UUID" else "1"
    keys = "pragma foreign_keys = on;\n" if project.kind == "sqlite" else ""
    project.database.execute(f"insert into {table} (id) values ({one});")
    columns = {
        "sqlite": "id, app_name, user_id, state, create_time, update_time", "mariadb": "id, app_name, user_id, state",
        "postgresql": "id, app_name, user_id",
    }[project.kind]  # fmt: skip
    values = {
        "sqlite": "'s', 'a', 'u', '{}', 1.0, 1.0", "mariadb": "'s', 'a', 'u', '{}'", "postgresql": "'s', 'a', 'u'",
    }[project.kind]  # fmt: skip
    insert = f"insert into adk_sessions ({columns}, {column}) values ({values}, {one});"
    project.database.execute(keys + insert)
    project.database.execute(f"{keys}delete from {table};")
    equal(project.database.rows("select count(*) from adk_sessions"), [["0"]], "sessions after their owner has gone")
    refused = project.database.send(keys + insert)
    holds(refused.returncode != 0, "a session of nobody was taken")


@behaviour("Migrations of ADK: Owner ID Column, Database-Specific Examples", "mariadb")
def an_owner_s_column_cannot_have_the_name_of_another_one(project: Project) -> None:
    """The document's line for MySQL, and that for Oracle: sessions have a column `user_id` already."""
    table, key, owner = OWNERS["mysql"]
    project.write(migration("0001", table, up=f"create table {table} (id {key} primary key);"))
    project.settings(adk(owner_id_column=owner))
    project.rung_("upgrade").ended(78).says("extension.adk.owner_id_column", "already has a column 'user_id'")
    holds("adk_sessions" not in project.tables(), "sessions were made")


@behaviour("Migrations of ADK: Owner ID Column, Database-Specific Examples", "sqlite")
def the_owner_s_column_stands_in_the_sql_of_each_database(project: Project) -> None:
    for dialect, (_, _, owner) in OWNERS.items():
        owner = owner.replace("user_id", "account_id")  # see above
        project.settings(adk(owner_id_column=owner))
        sql = project.rung_("extension", "show", "adk", "--dialect", dialect).ended(0).out
        sessions = re.search(r"(?is)create table .adk_sessions..*?\n\)", sql)[0]
        # MySQL passes over a foreign key inside a column's definition, so that it stands by itself.
        column, key = owner.split(" REFERENCES ")
        parts = [f"{column},", f"REFERENCES {key}"] if dialect == "mysql" else [owner]
        for part in parts:
            holds(part in sessions, f"{part!r} is not in the table of {dialect}:\n{sessions}")


@behaviour("Migrations of ADK: Multi-Tenant Migrations", "sqlite", "postgresql")
def tenants_have_tables_of_their_own(project: Project) -> None:
    """In one database each needs a record of its own, too."""
    targets = "".join(
        f"""
[target.{name}.migration]
version_table_name = "ddl_migrations_{name}"
[target.{name}.extension.adk]
session_table = "tenant_{name}_sessions"
events_table = "tenant_{name}_events"
app_state_table = "tenant_{name}_app_state"
user_state_table = "tenant_{name}_user_state"
metadata_table = "tenant_{name}_metadata"
"""
        for name in "ab"
    )
    project.settings(targets)
    project.rung_("upgrade", "--target", "a").ended(0)
    project.rung_("upgrade", "--target", "b").ended(0)
    has(project, "tenant_a_sessions", "tenant_a_events", "tenant_b_sessions", "tenant_b_events")
    project.rung_("downgrade", "base", "--target", "a").ended(0)
    holds(all(name.startswith("tenant_b") for name in project.tables()), f"tables are {project.tables()}")
    has(project, "tenant_b_sessions", "tenant_b_events")


@behaviour("Migrations of ADK: Multi-Tenant Migrations, schema separation", "postgresql")
def tenants_have_schemas_of_their_own(project: Project) -> None:
    project.write({"0001_schemas.sql": "-- name: migrate-0001-up\ncreate schema tenant_a;\n"})
    project.settings(adk(session_table="tenant_a.sessions", events_table="tenant_a.events"))
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    equal(qualified(project), ["tenant_a.events", "tenant_a.sessions"], "tables in the tenant's schema")


@behaviour("Migrations of ADK: Multi-Tenant Migrations, schema separation", "sqlite")
def schemas_are_refused_where_there_are_none(project: Project) -> None:
    project.settings(adk(session_table="tenant_a.sessions", events_table="tenant_a.events"))
    project.rung_("upgrade").ended(78).says("extension.adk.", "sqlite has no schemas")
    project.made()
