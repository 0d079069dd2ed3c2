"""Quick start, templates, authors and formats of new files."""

import json
import re

from project import Project, behaviour, equal, holds

ACME = '''
[migration]
default_format = "py"
title = "Acme Migration"
author = "env:SQLSPEC_AUTHOR"

[migration.templates.sql]
header = "-- {title} - {message}"
metadata = ["-- Version: {version}", "-- Owner: {author}"]
body = "-- custom SQL body"

[migration.templates.py]
docstring = """{title}\\nDescription: {description}"""
imports = ["from typing import Iterable"]
body = \'\'\'
def up(context: object | None = None) -> str | Iterable[str]:
    return "SELECT 1"

def down(context: object | None = None) -> str | Iterable[str]:
    return "DROP TABLE example;"
\'\'\'
'''
FIELDS = ("title", "version", "message", "description", "created_at", "author", "adapter", "project_slug", "slug")


def only(project: Project) -> tuple[str, str]:
    """The name and the text of the one migration."""
    files = project.files()
    equal(len(files), 1, f"files, of {sorted(files)}")
    return next(iter(files.items()))


def fill(project: Project, up: str, down: str) -> str:
    """Write SQL into the one new file; its version."""
    name, text = only(project)
    version = name[:14]
    head = text.partition("-- name: migrate-")[0]
    blocks = f"-- name: migrate-{version}-up\n{up}\n\n-- name: migrate-{version}-down\n{down}\n"
    project.write({name: head + blocks})
    return version


@behaviour("Database Migrations: Quick Start")
def init_create_migration_and_upgrade_are_all_that_it_takes(project: Project) -> None:
    (project.folder / "migrations").rmdir()
    project.run("sqlspec --config myapp.config init").ended(0)
    equal(project.files(), {}, "files in the new folder")
    made = project.run('sqlspec --config myapp.config create-migration -m "Initial schema"').ended(0)
    name, text = only(project)
    holds(re.fullmatch(r"\d{14}_initial_schema\.sql", name), f"the file is called {name}")
    equal(made.out, f"migrations/{name}\n", "what is said")
    holds(f"-- name: migrate-{name[:14]}-up" in text and f"-- name: migrate-{name[:14]}-down" in text, text)
    project.run("sqlspec --config myapp.config upgrade").ended(65).says(name, "has no statement")
    version = fill(project, "create table first (id integer);", "drop table first;")
    project.run("sqlspec --config myapp.config upgrade").ended(0).says(f"{version}: Initial schema")
    project.made("first")
    project.applied(version)


@behaviour("Database Migrations: Template Profiles & Author Metadata")
def parts_of_templates_make_the_file(project: Project) -> None:
    project.settings(ACME)
    refused = project.run('sqlspec --config myapp.config create-migration -m "Add seed data" --format py')
    refused.ended(78).says("SQLSPEC_AUTHOR", "not set")
    equal(project.files(), {}, "files, while the author is not known")
    project.variables["SQLSPEC_AUTHOR"] = "Data Platform"
    project.rung_("create-migration", "-m", "Add seed data").ended(0)
    name, text = only(project)
    version = name[:14]
    equal(name, f"{version}_add_seed_data.py", "name, by default_format")
    expected = '''"""Acme Migration
Description: Add seed data"""

from typing import Iterable

def up(context: object | None = None) -> str | Iterable[str]:
    return "SELECT 1"

def down(context: object | None = None) -> str | Iterable[str]:
    return "DROP TABLE example;"
'''
    equal(text, expected, "the file in Python")
    project.rung_("upgrade").ended(0)
    # As in SQLSpec the first line of a docstring is what describes, and here that is the title.
    equal(project.rows("version_num, description, applied_by"), [[version, "Acme Migration", "Data Platform"]], "rows")
    (project.folder / "migrations" / name).unlink()
    # The document's body has no block, and no command could do anything with such a file.
    project.rung_("create-migration", "-m", "Add seed data", "--format", "sql").ended(78).says("migrate-{version}-up")
    equal(project.files(), {}, "files, while no migration comes of the template")
    project.settings(ACME.replace("-- custom SQL body", "-- name: migrate-{version}-up\\n-- custom SQL body"))
    project.rung_("create-migration", "-m", "Add seed data", "--format", "sql").ended(0)
    name, text = only(project)
    head = f"-- Acme Migration - Add seed data\n-- Version: {name[:14]}\n-- Owner: Data Platform\n"
    equal(text, f"{head}\n-- name: migrate-{name[:14]}-up\n-- custom SQL body\n", "the file of SQL")


@behaviour("Database Migrations: Template Profiles & Author Metadata", "sqlite")
def every_variable_is_filled_and_a_missing_one_is_told_before_a_file_is_made(project: Project) -> None:
    def header(text: str) -> str:
        return f'[migration]\ntitle = "T"\nauthor = "A"\n[migration.templates.sql]\nheader = {json.dumps(text)}\n'

    project.settings(header("-- " + "|".join(f"{{{field}}}" for field in FIELDS)))
    project.rung_("create-migration", "-m", "Add email index to users").ended(0)
    name, text = only(project)
    values = dict(zip(FIELDS, text.splitlines()[0].removeprefix("-- ").split("|"), strict=True))
    created = values.pop("created_at")
    holds(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", created), f"created_at is {created}")
    message = "Add email index to users"
    expected = {
        "title": "T", "version": name[:14], "message": message, "description": message, "author": "A",
        "adapter": "sqlite", "project_slug": "app", "slug": "add_email_index_to_users",
    }  # fmt: skip
    equal(values, expected, "variables")
    project.settings(header("-- {title} {ticket}"))
    project.rung_("create-migration", "-m", "x").ended(78).says("migration.templates.sql.header", "ticket")
    equal(list(project.files()), [name], "files")


@behaviour("Database Migrations: Template Profiles & Author Metadata", "sqlite")
def the_author_is_a_text_of_the_environment_of_a_function_of_git_or_of_the_system(project: Project) -> None:
    project.write({"__init__.py": "", "module.py": "def get_author(config):\n    return 'Grace'\n"}, folder="pkg")
    project.shell("git init -q; git config user.name Ada; git config user.email ada@example.org").ended(0)
    project.variables |= {"VAR_NAME": "Joan", "USER": "hedy"}
    forms = {
        "Data Platform": "Data Platform", "env:VAR_NAME": "Joan", "callable:pkg.module:get_author": "Grace",
        "git": "Ada <ada@example.org>", "system": "hedy",
    }  # fmt: skip
    for number, (author, who) in enumerate(forms.items(), start=1):
        project.settings(f'[migration]\nversions = "sequential"\nauthor = "{author}"\n')
        made = project.rung_("create-migration", "-m", f"t{number}").ended(0)
        name = made.out.strip().removeprefix("migrations/")
        text = project.files()[name]
        holds(re.search(rf"(?m)^-- Author: {re.escape(who)}$", text), f"{author!r} is not stamped as {who!r}: {text}")
        project.write({name: f"-- name: migrate-{name[:4]}-up\ncreate table t{number} (id integer);\n"})
        project.rung_("upgrade").ended(0)
    equal([row[0] for row in project.rows("applied_by")], list(forms.values()), "applied_by")


@behaviour("Database Migrations: CLI Enhancements")
def a_format_is_chosen_by_a_flag_and_is_sql_otherwise(project: Project) -> None:
    project.run('sqlspec --config myapp.config create-migration -m "Add seed data" --format py').ended(0)
    project.rung_("create-migration", "-m", "Add more", "--file-type", "py").ended(0)
    project.rung_("create-migration", "-m", "Add most").ended(0)
    found = sorted(re.sub(r"^\d{14}_", "", name) for name in project.files())
    equal(found, ["add_more.py", "add_most.sql", "add_seed_data.py"], "files, without their times")


@behaviour("Database Migrations: CLI Enhancements")
def the_python_template_has_both_functions_with_an_optional_context(project: Project) -> None:
    project.run('sqlspec --config myapp.config create-migration -m "Add seed data" --format py').ended(0)
    name, text = only(project)
    for function in ("up", "down"):
        promised = rf'\ndef {function}\(context: "?object \| None"? = None\)'
        holds(re.search(promised, text) is not None, f"{function} is not as promised:\n{text}")
    parts = re.split(r"raise NotImplementedError\((?:[^()]|\(\))*\)", text)
    equal(len(parts), 3, "functions to fill")
    table = 'context.config.migration_config["title"].lower()'
    bodies = (f'return "create table " + {table} + " (id integer)"', f'return "drop table " + {table}')
    project.write({name: f"{parts[0]}{bodies[0]}{parts[1]}{bodies[1]}{parts[2]}"})
    project.settings('[migration]\ntitle = "Seeds"\n')
    project.run("sqlspec --config myapp.config upgrade").ended(0).says(f"{name[:14]}: Add seed data")
    project.made("seeds")
    project.run("sqlspec --config myapp.config downgrade").ended(0).says(f"{name[:14]}: Add seed data")
    project.made()


@behaviour("Database Migrations: Best Practices, Descriptive Migration Names", "sqlite")
def messages_make_names(project: Project) -> None:
    project.run('sqlspec --config myapp.config create-migration -m "Add email index to users"').ended(0)
    project.run('sqlspec --config myapp.config create-migration -m "update users"').ended(0)
    found = [re.sub(r"^\d{14}_", "", name) for name in project.files()]
    equal(found, ["add_email_index_to_users.sql", "update_users.sql"], "names, without their times")
