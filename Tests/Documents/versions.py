"""Times while a change is being made, numbers afterwards, and how both are ordered."""

import re
import shutil

from project import Project, behaviour, equal, holds, migration

USERS, PRODUCTS = "20251018120000_add_users_table.sql", "20251018123000_add_products_table.sql"
TIMES = {**migration("20251018120000", "add_users_table"), **migration("20251018123000", "add_products_table")}
NUMBERS = {**migration("0001", "add_users_table"), **migration("0002", "add_products_table")}


@behaviour("Database Migrations: Workflow, Development", "sqlite")
def new_files_are_named_by_the_time(project: Project) -> None:
    project.run('sqlspec --config myapp.config create-migration -m "Add users table"').ended(0)
    project.run('sqlspec --config myapp.config create-migration -m "Add products table"').ended(0)
    names = list(project.files())
    holds(re.fullmatch(r"\d{14}_add_users_table\.sql", names[0]), f"the first is called {names[0]}")
    holds(re.fullmatch(r"\d{14}_add_products_table\.sql", names[1]), f"the second is called {names[1]}")
    holds(names[0][:14] < names[1][:14], f"one time for both: {names}")


@behaviour("Database Migrations: Workflow, Pre-Merge")
def fix_is_previewed_and_gives_numbers(project: Project) -> None:
    project.write(TIMES)
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    before = project.database.dump()
    shown = project.run("sqlspec --config myapp.config fix --dry-run").ended(0)
    lines = [f"20251018120000  ->  0001  migrations/{USERS}", f"20251018123000  ->  0002  migrations/{PRODUCTS}"]
    shown.says(*lines)
    equal((project.files(), project.database.dump()), (TIMES, before), "files and database after a preview")
    project.run("sqlspec --config myapp.config fix --yes").ended(0).says(*lines)
    equal(project.files(), NUMBERS, "files")
    equal(
        project.rows("version_num, version_type, description"),
        [["0001", "sequential", "add_users_table"], ["0002", "sequential", "add_products_table"]],
        "rows",
    )
    project.run("sqlspec --config myapp.config upgrade").ended(0).says("nothing to apply")


@behaviour("Database Migrations: Workflow, After Pull")
def a_teammate_pulls_and_upgrades(project: Project) -> None:
    """The lead converts in one clone; the teammate has another clone, and another database with the old versions."""
    git = "git -c user.name=ada -c user.email=ada@example.org"
    project.write(TIMES, {"../.gitignore": "rung.toml\n"})
    project.shell(f"git init -q -b main . && git add . && {git} commit -qm times && git clone -q . ../teammate").ended(
        0
    )
    lead, teammate = project.folder, project.root / "teammate"
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    project.run("sqlspec --config myapp.config fix --yes").ended(0)
    converted = project.database.dump()
    project.shell(f"git add -A migrations && {git} commit -qm numbers").ended(0)

    project.folder = teammate
    project.another()
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    project.applied("20251018120000", "20251018123000")
    project.shell("git pull -q origin main").ended(0)
    equal(project.files(), NUMBERS, "files after the pull")
    project.run("sqlspec --config myapp.config upgrade").ended(0).says("renamed 20251018120000 to 0001")
    equal(project.database.dump(), converted, "the teammate's database, against the lead's")
    project.folder = lead
    shutil.rmtree(teammate)


@behaviour("Database Migrations: Version Formats")
def numbers_come_before_times_and_have_no_upper_limit(project: Project) -> None:
    sequential = ["0001", "0002", "0042", "9999", "10000"]
    times = ["20251018120000", "20251019120000"]
    for version in reversed([*sequential, *times]):
        project.write(migration(version, f"t{version}"))
    project.run("sqlspec --config myapp.config upgrade").ended(0).silent_on("warning")
    kinds = [[version, "sequential"] for version in sequential] + [[version, "timestamp"] for version in times]
    equal(project.rows("version_num, version_type"), kinds, "versions and their types, in the order of execution")


@behaviour("Database Migrations: Out-of-Order Migrations")
def a_late_migration_is_told_and_applied(project: Project) -> None:
    project.write(migration("20251018090000", "main_branch"))
    project.rung_("upgrade").ended(0)
    project.write(migration("20251017100000", "feature_a"))
    late = project.run("sqlspec --config myapp.config upgrade").ended(0)
    late.says("warning: '20251017100000' is out of order: it is older than '20251018090000', applied before it")
    equal(
        project.rows("version_num, execution_sequence"),
        [["20251018090000", "1"], ["20251017100000", "2"]],
        "the order in which they were applied",
    )
    project.made("feature_a", "main_branch")


@behaviour("Database Migrations: Manual Version Reconciliation")
def a_row_is_renamed_by_hand_where_it_is_not_by_itself(project: Project) -> None:
    project.settings("[migration]\nauto_sync = false\n")
    project.write(migration("0001", "a"), migration("0002", "b"), migration("20251018120000", "c"))
    project.rung_("upgrade").ended(0)
    before = project.rows("applied_at, execution_time_ms, applied_by, execution_sequence, checksum, description")
    (project.folder / "migrations/20251018120000_c.sql").unlink()
    project.write(migration("0003", "c"))
    project.rung_("upgrade").ended(1).says("rung reconcile 20251018120000 0003")
    project.applied("0001", "0002", "20251018120000")
    project.rung_("reconcile", "20251018120000", "0003").ended(0)
    equal(
        project.rows("version_num, version_type"),
        [["0001", "sequential"], ["0002", "sequential"], ["0003", "sequential"]],
        "versions and types",
    )
    after = project.rows("applied_at, execution_time_ms, applied_by, execution_sequence, checksum, description")
    equal(after, before, "all else of the rows")
    project.rung_("upgrade").ended(0).says("nothing to apply")


@behaviour("Database Migrations: Version Mismatch After Fix")
def rows_that_kept_their_times_follow_with_the_next_upgrade(project: Project) -> None:
    project.write(TIMES)
    project.rung_("upgrade").ended(0)
    project.rung_("fix", "--yes", "--no-database").ended(0)
    project.applied("20251018120000", "20251018123000")
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    project.applied("0001", "0002")


@behaviour("Database Migrations: Version Mismatch After Fix")
def rows_that_kept_their_times_follow_with_the_next_fix(project: Project) -> None:
    project.write(TIMES)
    project.rung_("upgrade").ended(0)
    project.rung_("fix", "--yes", "--no-database").ended(0)
    project.rung_("fix", "--dry-run").ended(0)
    project.applied("20251018120000", "20251018123000")
    project.rung_("fix", "--yes").ended(0)
    project.applied("0001", "0002")
    project.rung_("fix", "--yes").ended(0).says("nothing to convert")


@behaviour("Database Migrations: Version Mismatch After Fix")
def fix_brings_the_rows_along_and_asks_first(project: Project) -> None:
    project.write(TIMES)
    project.rung_("upgrade").ended(0)
    project.run("sqlspec --config myapp.config fix").ended(64).says("--yes")
    equal(project.files(), TIMES, "files while nobody answers")
    project.rung_("fix", "--yes").ended(0)
    project.applied("0001", "0002")


@behaviour("Database Migrations: Version Mismatch After Fix")
def fix_of_the_database_alone_renames_rows(project: Project) -> None:
    project.settings("[migration]\nauto_sync = false\n")
    project.write(TIMES)
    project.rung_("upgrade").ended(0)
    project.rung_("fix", "--yes", "--no-database").ended(0)
    project.applied("20251018120000", "20251018123000")
    project.rung_("fix", "--database-only").ended(0)
    project.applied("0001", "0002")
