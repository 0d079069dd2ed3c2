"""The project that the turns are played with: one folder of migrations, in as many accepted spellings as fit."""

MIGRATIONS = {
    "0001_create_users.sql": """\
-- SQLSpec Migration
-- Version: 0001
-- Description: Users: 'quoted', "double", 100% of $1, back\\slash – naïve [sic]
-- Created: 2025-10-18T12:00:00.000000+00:00
-- Author: Ada <ada@example.com>

-- name: migrate-0001-up
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE INDEX users_name ON users (name);

-- name: migrate-0001-down
DROP INDEX users_name;
DROP TABLE users;
""",
    "0002_add_orders.sql": """\
--NAME :Migrate_0002_DOWN
DROP TABLE orders;

--name:MIGRATE-0002-UP
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id));
""",
    "3_fill.sql": (
        "---- Description :  kept nowhere: the key is spelled right, the value is what follows  \r\n"
        "  -- name: migrate_0003_up\r\n\r\n\r\n"
        "INSERT INTO users (id, name) VALUES (1, 'it''s; fine'), (2, '-- no comment');\r\n"
        "/* a remark; with a semicolon */\r\n"
        "INSERT INTO orders (id, user_id) VALUES (1, 1);\r\n"
        "UPDATE users SET name = 'Grün' WHERE id = 2; -- the last; one\r\n"
        "-- name: migrate-0003-down\r\n"
        "DELETE FROM orders;\r\nDELETE FROM users;"
    ),
    "0005_index_orders.sql": """\
-- Version: 0005
-- transactional: false

-- name: migrate-0005-up
-- Description: read from inside a block, too
CREATE INDEX orders_user ON orders (user_id);
-- name: migrate-0005-down

DROP INDEX orders_user;
""",
    "20251018120000_add_roles.sql": """\
-- Version: 20251018120000
-- Description: Add roles
-- name: migrate-20251018120000-up
CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT DEFAULT 'member; plain');
INSERT INTO roles (id) VALUES (1);
-- name: migrate-20251018120000-down
DROP TABLE roles;
""",
    "README.md": "No migration.\n",
    "notes.sql": "No migration either;\n",
}
LATE = {
    "0004_late.sql": "-- name: migrate-0004-up\nCREATE TABLE late (id INTEGER);\n"
    "-- name: migrate-0004-down\nDROP TABLE late;\n"
}
EXTENSION = {
    "ext_audit_0001_log.sql": "-- name: migrate-ext_audit_0001-up\nCREATE TABLE audit_log (id INTEGER);\n"
    "-- name: migrate-ext_audit_0001-down\nDROP TABLE audit_log;\n",
    "ext_audit_20251101000000_who.sql": "-- name: migrate-ext_audit_20251101000000-up\n"
    "ALTER TABLE audit_log ADD COLUMN who TEXT;\n",
}
ROUTINE = {  # semicolons inside one statement, in each database's own way
    "sqlite": "-- name: migrate-20251019080000-up\n"
    "CREATE TRIGGER roles_guard AFTER INSERT ON roles BEGIN\n"
    "  UPDATE roles SET name = CASE WHEN new.id > 9 THEN 'x;' ELSE name END;\n  SELECT 1;\nEND;\n"
    "-- name: migrate-20251019080000-down\nDROP TRIGGER roles_guard;\n",
    "postgresql": "-- name: migrate-20251019080000-up\n"
    "CREATE FUNCTION role_count() RETURNS bigint LANGUAGE plpgsql AS $body$\n"
    "BEGIN\n  RETURN (SELECT count(*) FROM roles); -- $1; 'quoted'\nEND;\n$body$;\n"
    "-- name: migrate-20251019080000-down\nDROP FUNCTION role_count();\n",
}


def project(database: str) -> dict[str, str]:
    """The files, name and text, for a kind of database."""
    return MIGRATIONS | {"20251019080000_routine.sql": ROUTINE[database]}


# SQLSpec passes the file over, and Rung's row for it must not disturb SQLSpec; the statement leaves nothing.
REPEATABLE = {"repeat_0001_views.sql": "drop view if exists nowhere;\n"}


def changed(files: dict[str, str], change: str) -> dict[str, str]:
    """The files after a change: `late`, `extension`, `renamed` or `repeatable`."""
    match change:
        case "late":
            return files | LATE
        case "extension":
            return files | EXTENSION
        case "renamed":
            return renamed(files)
        case "repeatable":
            return files | REPEATABLE
    raise ValueError(change)


def renamed(files: dict[str, str]) -> dict[str, str]:
    """The files as SQLSpec's `fix` leaves them: the timestamps have become the next sequential numbers."""
    for old, new in (("20251018120000", "0006"), ("20251019080000", "0007")):
        files = {name.replace(old, new): text.replace(old, new) for name, text in files.items()}
    return files
