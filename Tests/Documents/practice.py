"""Command classes, testing, troubleshooting and best practices."""

import re
import shlex

from project import Project, behaviour, equal, holds, in_both, migration

FEW = {**migration("0001", "a"), **migration("0002", "b")}


@behaviour("Database Migrations: CLI Enhancements, Command Classes")
def every_method_is_a_verb(project: Project) -> None:
    project.rung_("create-migration", "-m", "x", "--format", "sql").ended(0)
    (name,) = project.files()
    project.write({name: migration(name[:14], "x")[f"{name[:14]}_x.sql"]})
    project.rung_("stamp", name[:14]).ended(0)
    project.applied(name[:14])
    project.made()
    project.rung_("fix", "--yes", "--no-database").ended(0)
    equal(list(project.files()), ["0001_x.sql"], "files")
    project.applied(name[:14])
    project.rung_("stamp", "base").ended(0)
    project.rung_("upgrade", "head").ended(0)
    project.made("x")
    project.rung_("init", "elsewhere").ended(0).says('write script_location = "elsewhere"')
    holds((project.folder / "elsewhere").is_dir(), "a folder of migrations elsewhere")


@behaviour("Migrations of ADK: Testing Migrations")
def migrations_are_tested_up_to_head_and_down_to_base(project: Project) -> None:
    project.write(FEW)
    project.settings('[migration]\ninclude_extensions = ["adk"]\n')
    project.rung_("upgrade", "head").ended(0)
    holds({"a", "b", "adk_sessions", "adk_events"} <= set(project.tables()), f"tables are {project.tables()}")
    made = project.database.dump()
    project.rung_("downgrade", "base").ended(0)
    project.made()
    project.rung_("upgrade", "head").ended(0)
    equal(project.database.dump(), made, "the second time")


@behaviour("Migrations of ADK: Testing Migrations")
def verify_tests_them_in_a_copy(project: Project) -> None:
    project.write(FEW)
    project.rung_("verify").ended(0).says("0001: a", "0002: b", "up, down, up")
    project.made()
    project.write(migration("0003", "c", down="select 1;"))
    project.rung_("verify").ended(1).says("reverting '0003' does not undo it")


@behaviour(in_both("Best Practices, Test Both Ways"))
def one_is_applied_and_reverted(project: Project) -> None:
    project.write(FEW)
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    project.made("a", "b")
    project.run("sqlspec --config myapp.config downgrade").ended(0)
    project.made("a")
    project.run("sqlspec --config myapp.config downgrade -1").ended(0)
    project.made()


@behaviour(in_both("Best Practices, Dry Run in Production"))
def a_dry_run_previews_and_changes_nothing(project: Project) -> None:
    project.write(FEW)
    before = project.database.dump()
    shown = project.run("sqlspec --config myapp.config upgrade --dry-run").ended(0)
    shown.says("create table a (id integer);", "create table b (id integer);")
    equal((project.database.dump(), project.database.tables()), (before, []), "the database")
    holds(not [path for path in project.root.iterdir() if path.suffix == ".db"], "a database file was made")


@behaviour("Database Migrations: Best Practices, Backup Before Downgrade", "postgresql")
def a_backup_brings_back_what_a_downgrade_lost(project: Project) -> None:
    project.write(FEW)
    project.rung_("upgrade").ended(0)
    project.database.execute("insert into b values (7);")
    full = project.database.dump()
    url = shlex.quote(project.database.url)
    backup = "backup_$(date +%Y%m%d_%H%M%S).sql"
    project.shell(f"pg_dump {url} > {backup}\nsqlspec --config myapp.config downgrade").ended(0)
    project.made("a")
    (saved,) = project.folder.glob("backup_*.sql")
    project.another()
    project.database.execute(saved.read_text())
    equal(project.database.dump(), full, "what the backup holds")
    project.rung_("upgrade").ended(0).says("nothing to apply")


@behaviour("Database Migrations: Best Practices, Run Fix in CI; Always Use Version Control")
def a_ci_job_converts_and_the_files_are_committed(project: Project) -> None:
    project.write(migration("20251018120000", "a"))
    job = "sqlspec --config myapp.config fix --dry-run\nsqlspec --config myapp.config fix --yes"
    project.shell(job).ended(0)
    equal(list(project.files()), ["0001_a.sql"], "files")
    author = "git config --global user.name ada; git config --global user.email ada@example.org"
    commit = 'git init -q .\ngit add migrations/\ngit commit -q -m "Add user authentication migration"'
    project.shell(f"{author}\n{commit}").ended(0)
    equal(project.shell("git ls-files").out.split(), ["migrations/0001_a.sql"], "what is committed")
    project.shell(job).ended(0).says("nothing to convert")


@behaviour("Migrations of ADK: Best Practices, Version Control Migrations")
def an_applied_migration_that_was_changed_is_told(project: Project) -> None:
    project.write(FEW)
    project.rung_("upgrade").ended(0)
    project.write(migration("0002", "b", up="create table b (id bigint);"))
    project.rung_("upgrade").ended(0).says("warning: '0002' was changed after it was applied")


@behaviour("Migrations of ADK: Best Practices, Use Transactions; Troubleshooting, Migration Fails Mid-Way")
def a_failed_migration_is_rolled_back(project: Project) -> None:
    project.write(migration("0001", "a"), migration("0002", "b", up="create table b (id integer);\ncreate tabel c;"))
    project.rung_("upgrade").ended(1).says("0002_b.sql:3:", "nothing of '0002' remains")
    project.made("a")
    project.applied("0001")


@behaviour("Migrations of ADK: Troubleshooting, Migration Fails Mid-Way", "sqlite", "postgresql", "mariadb")
def what_no_transaction_rolls_back_is_settled_before_a_downgrade(project: Project) -> None:
    """The document's `downgrade -1` would revert 0001, because nothing is recorded of 0002."""
    head = "" if project.kind == "mariadb" else "-- transactional: false\n"
    text = f"{head}-- name: migrate-0002-up\ncreate table b (id integer);\ncreate tabel c;\n"
    project.write(migration("0001", "a"), {"0002_b.sql": f"{text}\n-- name: migrate-0002-down\ndrop table b;\n"})
    project.rung_("upgrade").ended(1).says("'rung upgrade --resume'")
    project.run("sqlspec --config myapp.config downgrade -1").ended(1).says(
        "'0002' was interrupted", "'rung resolve 0002 --applied', then 'rung downgrade -1'")
    project.made("a", "b")
    project.applied("0001")
    project.rung_("resolve", "0002", "--applied").ended(0)
    project.run("sqlspec --config myapp.config downgrade -1").ended(0)
    project.made("a")
    project.run("sqlspec --config myapp.config downgrade -1").ended(0)
    project.made()


@behaviour("Database Migrations: Troubleshooting, Migration Not Applied")
def what_keeps_a_migration_from_being_applied_is_told(project: Project) -> None:
    project.write(migration("0001", "a"))
    project.write({"0002-b.sql": "-- name: migrate-0002-up\nselect 1;\n"})
    project.rung_("upgrade").ended(0).says("warning", "0002-b.sql")
    (project.folder / "migrations/0002-b.sql").unlink()
    for text, words in (
        ("create table b (id integer);\n", "put '-- name: migrate-0002-up' on a line before its SQL"),
        ("-- name: migrate-0003-up\ncreate table b (id integer);\n", "name it 'migrate-0002-up'"),
        ("-- name: migrate-0002-down\ndrop table b;\n", "put '-- name: migrate-0002-up'"),
    ):
        project.write({"0002_b.sql": text})
        project.rung_("upgrade").ended(65).says("migrations/0002_b.sql", words)
    project.write(migration("0002", "b"))
    shown = project.run("sqlspec --config myapp.config show-current-revision --verbose").ended(0)
    equal(re.findall(r"(?m)^ *\d+  (\d+)  ", shown.out), ["0001"], "versions in the tracking table")
    project.rung_("upgrade").ended(0)
    shown = project.run("sqlspec --config myapp.config show-current-revision --verbose").ended(0)
    equal(re.findall(r"(?m)^ *\d+  (\d+)  ", shown.out), ["0001", "0002"], "versions in the tracking table")
