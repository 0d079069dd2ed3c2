"""Roles of users"""

from roles import ROLES


def up(context):
    key = "SERIAL PRIMARY KEY" if context.dialect == "postgres" else "INTEGER PRIMARY KEY"
    yield f"CREATE TABLE roles (id {key}, name TEXT NOT NULL UNIQUE)"
    for role in ROLES:
        yield f"INSERT INTO roles (name) VALUES ('{role}')"


def down():
    return "DROP TABLE roles"
