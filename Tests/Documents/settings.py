"""Settings, migrations in SQL and in Python, and extensions."""

from project import Project, behaviour, equal, holds, migration

INITIAL = """-- migrations/0001_initial.sql

-- name: migrate-0001-up
CREATE TABLE users (
    id SERIAL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX idx_users_email ON users(email);

-- name: migrate-0001-down
DROP TABLE users;
"""


def indexes(project: Project) -> list[str | None]:
    query = {
        "sqlite": "select name from sqlite_master where type = 'index' and name not like 'sqlite_%' order by 1",
        "postgresql": "select indexname from pg_indexes where schemaname = 'public' order by 1",
    }
    return [row[0] for row in project.database.rows(query[project.kind])]


@behaviour("Database Migrations: Configuration")
def the_settings_are_those_of_rung_toml(project: Project) -> None:
    settings = """
[migration]
enabled = true
script_location = "migrations"
version_table_name = "ddl_migrations"
auto_sync = true  # Enable automatic version reconciliation
"""
    project.write({"0001_initial.sql": INITIAL})
    project.settings(settings)
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    project.applied("0001")
    with_settings = project.database.dump()
    project.another()
    project.settings()
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    equal(project.database.dump(), with_settings, "what the same values leave that are not said, but for 'enabled'")


@behaviour("Database Migrations: Initialize Migrations", "sqlite")
def a_settings_file_is_named_behind_the_verb(project: Project) -> None:
    project.write(migration("0001", "a"))
    (project.folder / "rung.toml").rename(project.folder / "myapp.toml")
    project.rung_("upgrade", "--config", "myapp.toml").ended(0)
    project.applied("0001")


@behaviour("Database Migrations: Configuration Options")
def each_option_does_what_it_says(project: Project) -> None:
    project.write(migration("0001", "a"), folder="db/changes")
    helper = {"names.py": "TABLE = 'from_the_root'\n"}
    text = "from names import TABLE\ndef up():\n    return f'create table {TABLE} (id integer)'\n"
    project.write({"0002_b.py": text}, folder="db/changes")
    settings = '[migration]\nscript_location = "db/changes"\nversion_table_name = "changes"\n'
    project.settings(settings)
    project.write(helper, folder="db")  # the parent of script_location, where project_root is not said
    project.rung_("upgrade").ended(0)
    project.made("a", "changes", "from_the_root")
    equal([row[0] for row in project.rows(table="changes")], ["0001", "0002"], "rows")
    (project.folder / "db/names.py").unlink()
    project.another()
    project.rung_("upgrade").ended(65).says("0002_b.py:1", "names")
    project.write(helper, folder="src")
    project.settings(f'{settings}project_root = "src"\n')
    project.rung_("upgrade").ended(0)
    project.made("a", "changes", "from_the_root")


@behaviour("Database Migrations: Configuration Options, enabled", "sqlite")
def what_is_not_enabled_is_left_out_and_warned_of_where_it_is_named(project: Project) -> None:
    project.write(migration("0001", "a"))
    project.settings("[target.on.migration]\nenabled = true\n[target.off.migration]\nenabled = false\n")
    equal(project.rung_("targets").ended(0).out, "on\n", "targets")
    project.rung_("upgrade", "--target", "off").ended(0).says("warning", "enabled")


@behaviour("Database Migrations: SQL Migrations")
def a_migration_in_sql_goes_up_and_down(project: Project) -> None:
    project.write({"0001_initial.sql": INITIAL})
    project.run("sqlspec --config myapp.config upgrade").ended(0).says("0001: initial")
    project.made("users")
    holds("idx_users_email" in indexes(project), f"indexes are {indexes(project)}")
    equal(project.database.columns("users"), ["id", "email", "created_at"], "columns")
    project.run("sqlspec --config myapp.config downgrade").ended(0).says("0001: initial")
    project.made()
    project.applied()


@behaviour("Database Migrations: SQL Migrations", "sqlite")
def a_way_back_may_be_left_out(project: Project) -> None:
    project.write({"0001_initial.sql": INITIAL.partition("-- name: migrate-0001-down")[0]})
    project.rung_("upgrade").ended(0)
    project.rung_("downgrade").ended(1).says("'0001' cannot be reverted")
    project.made("users")
    project.applied("0001")


@behaviour("Database Migrations: Python Migrations")
def a_migration_in_python_goes_up_and_down(project: Project) -> None:
    project.write({"0001_initial.sql": INITIAL})
    project.take("0002_add_user_roles.py", "add_user_roles")
    project.run("sqlspec --config myapp.config upgrade").ended(0).says("0001: initial", "0002: Add user roles table")
    project.made("user_roles", "users")
    equal(project.database.columns("user_roles"), ["id", "user_id", "role"], "columns")
    project.run("sqlspec --config myapp.config downgrade").ended(0)
    project.made("users")
    project.applied("0001")


@behaviour("Database Migrations: Python Migrations, Advanced Usage")
def a_migration_in_python_may_return_a_list(project: Project) -> None:
    project.take("0001_products_and_orders.py", "products_and_orders")
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    project.made("orders", "products")
    holds("idx_orders_product" in indexes(project), f"indexes are {indexes(project)}")


@behaviour("Database Migrations: Extension Migrations")
def extensions_are_numbered_apart_and_run_alongside(project: Project) -> None:
    project.write(migration("0001", "a"), migration("0002", "b"), migration("0003", "c"))
    for number in ("0001", "0002"):
        project.write(migration(number, f"my_{number}"), folder="vendor/myext")
    project.settings("""
[migration]
enabled = true
script_location = "migrations"
include_extensions = ["litestar"]

[extension.litestar]
session_table = "web_sessions"

[extension.myext]
path = "vendor/myext"
""")
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    versions = ["0001", "0002", "0003", "ext_litestar_0001", "ext_myext_0001", "ext_myext_0002"]
    project.applied(*versions)
    project.made("a", "b", "c", "my_0001", "my_0002", "web_sessions")
    shown = project.run("sqlspec --config myapp.config show-current-revision --verbose").ended(0)
    equal([line.split()[1] for line in shown.out.splitlines()[1:]], versions, "versions shown below the revision")
    project.rung_("downgrade", "base").ended(0)
    project.made()


@behaviour("Database Migrations: Extension Migrations, Configuration")
def an_extension_takes_its_settings(project: Project) -> None:
    """The document's two for Litestar are of the plugin, and no table follows from them."""
    project.settings("""
[migration]
enabled = true
script_location = "migrations"
include_extensions = ["litestar"]  # Enable litestar extension migrations

[extension.litestar]
enable_repository_pattern = true
enable_dto_generation = false
""")
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    project.applied("ext_litestar_0001")
    project.made("litestar_session")
