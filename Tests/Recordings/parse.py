#!/usr/bin/env python3
"""Parses every block of every dialect below sql/dialects with sqlglot, its holes filled.

usage: Tests/Recordings/parse.py [FOLDER]      FOLDER is sql/dialects unless told otherwise

What sqlglot cannot read is listed below, one by one, with a reason; an entry that is not needed is an error, too.
"""

import logging
import pathlib
import re
import sys

import sqlglot
from sqlglot import exp

# Under which name sqlglot knows the SQL. It has no grammar of Spanner's own; BigQuery's is that of GoogleSQL.
GRAMMARS = {
    "sqlite": "sqlite", "postgresql": "postgres", "cockroachdb": "postgres", "yugabytedb": "postgres",
    "redshift": "redshift", "oracle": "oracle", "sqlserver": "tsql", "bigquery": "bigquery", "spanner": "bigquery",
    "mysql": "mysql", "mariadb": "mysql", "tidb": "mysql", "duckdb": "duckdb", "clickhouse": "clickhouse", "snowflake": "snowflake",
}

# Dialects that add commands of their client alone to one that is parsed under its own name.
CLIENT_COMMANDS = {"psql": "extends postgresql by lines for psql", "sqlite3": "extends sqlite by lines for sqlite3"}

# How a dialect quotes names.
QUOTES = {"sqlserver": "[]", "bigquery": "``", "spanner": "``", "mysql": "``", "mariadb": "``", "tidb": "``",
          "clickhouse": "``"}

# Lines for the client, and what ends a statement for it; taken away before the rest is parsed.
CLIENT_LINES = {
    "postgresql": [r"\set ON_ERROR_STOP on", r"\encoding UTF8"],
    "cockroachdb": [r"\set errexit true"],
    "sqlite": [".bail on", ".timeout 60000"],
    "duckdb": [".bail on"],
    "sqlserver": ["GO"],
    "oracle": [
        "/", "whenever oserror exit failure rollback", "whenever sqlerror exit failure rollback",
        "whenever sqlerror continue none", "set define off", "set sqlblanklines on", "set sqlterminator ';'",
        "set autocommit off", "set exitcommit off", "set echo off", "set feedback off", "set heading off",
        "set pagesize 0", "set linesize 32767", "set trimout on", "set tab off",
    ],
}
CLIENT_LINES["yugabytedb"] = CLIENT_LINES["redshift"] = CLIENT_LINES["postgresql"]

# What sqlglot cannot read, or keeps as it is: the reason, and where it pays an expression for the part that it can read.
KNOWN = {
    ("oracle", "session-reset"): ("PL/SQL", None),
    ("oracle", "lock-acquire"): ("PL/SQL", None),
    ("oracle", "lock-release"): ("PL/SQL", None),
    ("oracle", "schema-set"): ("'alter session'", None),
    ("oracle", "tracker-claim"): ("'call'", r"insert .*?;\n"),
    ("sqlserver", "lock-acquire"): ("'if … throw'", r"declare .*?;\n"),
    ("sqlserver", "tracker-create"): ("'begin try … begin catch'", r"create table .*?\n  \);"),
    ("sqlserver", "progress-create"): ("'begin try … begin catch'", r"create table .*?\n  \);"),
    ("bigquery", "tracker-remove"): ("'assert'", r"delete .*"),
    ("bigquery", "progress-resume"): ("'assert'", r"update .*"),
    ("mysql", "lint-alter-instant"): ("a user's statement goes before it", None),
    ("mysql", "lint-alter-online"): ("a user's statement goes before it", None),
    ("mysql", "lint-alter-shared"): ("a user's statement goes before it", None),
    ("mysql", "lint-index-online"): ("a user's statement goes before it", None),
    ("mysql", "lint-index-shared"): ("a user's statement goes before it", None),
    ("postgresql", "session-prepare"): ("a block of PL/pgSQL", None),
    ("postgresql", "client-variable"): ("a command of psql", None),
    ("redshift", "client-variable"): ("a command of psql", None),
    ("postgresql", "session-own"): ("'set local role' and 'set local session authorization'", None),
    ("postgresql", "session-reset"): ("'reset'", r"set client_encoding .*"),
    ("postgresql", "schema-set"): ("a block of PL/pgSQL; 'set … to' of a list", None),
    ("postgresql", "lock-acquire"): ("a block of PL/pgSQL", None),
    ("postgresql", "lock-release"): ("a block of PL/pgSQL", None),
    ("postgresql", "database-create"): ("'template'", None),
    ("postgresql", "database-drop"): ("'with (force)'", None),
    ("cockroachdb", "session-reset"): ("'reset'", None),
    ("cockroachdb", "schema-set"): ("'set … to' of a list", r"select .*"),
    ("yugabytedb", "session-own"): ("'set local role' and 'set local session authorization'", None),
    ("yugabytedb", "lock-acquire"): ("a block of PL/pgSQL", None),
    ("yugabytedb", "lock-release"): ("a block of PL/pgSQL", None),
    ("redshift", "session-reset"): ("'reset'", r"set client_encoding .*"),
    ("redshift", "schema-set"): ("'set … to' of a list", r"select .*"),
    ("duckdb", "session-reset"): ("'reset'", None),
    ("clickhouse", "tracker-rename"): ("'alter table … update'", None),
    ("clickhouse", "tracker-replace"): ("'alter table … update'", None),
    ("clickhouse", "tracker-set-replaces"): ("'alter table … update'", None),
    ("clickhouse", "tracker-sign"): ("'alter table … update'", None),
    ("clickhouse", "tracker-backfill"): ("'alter table … update'", None),
    ("mysql", "lock-release"): ("'do'", None),
    ("mariadb", "lock-release"): ("'do'", None),
    ("sqlite", "database-copy"): ("'vacuum into'", None),
}

VALUES = {
    "table": ("name", "ddl_migrations"), "progress": ("name", "ddl_migrations_progress"), "schema": ("name", "app"),
    "database": ("name", "copy"), "scope": ("raw", "local"), "state": ("raw", "on"), "lock_timeout": ("raw", "60000"),
    "timeout": ("text", "5000ms"), "step": ("raw", "3"), "sequence": ("raw", "3"), "finished": ("raw", "2"),
    "history": ("name", "schema_migrations"), "applied_at": ("text", "2024-03-01 10:00:00"),
    "column": ("raw", "account_id integer"), "name": ("text", "t_ibfk_1"), "key": ("raw", "foreign key (a) references b (id)"),
    "expected": ("raw", "0"), "look": ("raw", "(select 'absent')"), "quoted_object": ("name", "my_index"), "checksum": ("text", "c30d843e6353b4d393c8274467cd50f5"),
}
COLUMNS = ("version_type", "execution_sequence", "checksum", "replaces")


def blocks(files):
    """The blocks of a dialect's files, the later ones in force."""
    found, headers = {}, {}
    for file in files:
        text = file.read_text()
        for line in text.splitlines():
            if not (match := re.match(r"-- (\w+): (.*)", line)):
                break
            headers[match[1]] = match[2]
        parts = re.split(r"(?m)^-- name: (\S+)\n", text)
        found.update(zip(parts[1::2], parts[2::2]))
    return found, headers


def dialect(folder, name):
    files = sorted((folder / name).glob("*.sql"))
    own, headers = blocks(files)
    if "extends" in headers:
        own = {**dialect(folder, headers["extends"])[0], **own}
    for gone in headers.get("without", "").split():
        own.pop(gone, None)
    return own, headers


def inherited(folder, name, block):
    """What is known of a block that a dialect has from another."""
    own, headers = blocks(sorted((folder / name).glob("*.sql")))
    return KNOWN.get((headers.get("extends"), block)) if block not in own else None


def fill(text, block, name, missing):
    opening, closing = QUOTES.get(name, '""')

    def literal(match):
        kind, value = VALUES.get(match[1], ("text", match[1]))
        return value if kind == "raw" else f"'{value}'"

    def raw(match):
        if match[1] in COLUMNS and block == "tracker-read":
            return "null" if missing else match[1]
        return VALUES.get(match[1], ("text", "x"))[1]

    text = re.sub(r":'(\w+)'", literal, text)
    text = re.sub(r':"(\w+)"', lambda match: opening + VALUES[match[1]][1] + closing, text)
    return re.sub(r"(?<![:\w'])(?<!:):([a-z_]\w*)(?=[\s,;)])", raw, text)


def complaint(sql, grammar):
    """Why it cannot be read; None if it can."""
    try:
        statements = sqlglot.parse(sql, read=grammar, error_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        return str(error).splitlines()[0]
    for statement in statements:
        if statement is not None and statement.find(exp.Command):
            return "kept as it is: " + statement.sql()[:60]
    return None


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[2] / "sql/dialects")
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    failures, count, unused = [], 0, dict(KNOWN)
    for name in sorted(path.name for path in folder.iterdir() if path.is_dir()):
        if name in CLIENT_COMMANDS:
            continue
        if name not in GRAMMARS:
            failures.append(f"{name}: say in GRAMMARS how its SQL is read")
            continue
        found, _ = dialect(folder, name)
        for block, text in found.items():
            for missing in (False, True):
                sql = fill(text, block, name, missing)
                lines = [line for line in sql.splitlines() if line.strip() not in CLIENT_LINES.get(name, [])]
                reason = complaint("\n".join(lines), GRAMMARS[name])
                known = KNOWN.get((name, block)) or inherited(folder, name, block)
                if reason and known:
                    unused.pop((name, block), None)
                    part = known[1] and re.search(known[1], "\n".join(lines), re.S)
                    reason = complaint(part[0], GRAMMARS[name]) if part else known[1] and "the part is not there"
                if reason:
                    failures.append(f"{name} {block}: {reason}")
                    break
            count += 1
    failures += [f"{name} {block}: is in the list, and can be read" for name, block in unused if (folder / name).is_dir()]
    print("\n".join(failures) or f"{count} blocks parsed, {len(KNOWN)} known exceptions")
    sys.exit(1 if failures else 0)


main()
