#!/usr/bin/env python3
"""Parses every statement of every file below sql/extensions with sqlglot, and PostgreSQL's with its own parser.

usage: Tests/Extensions/parse.py

Each file is filled with several settings: the defaults, an owner column, qualified names, everything on, and each
choice by itself. A statement that sqlglot keeps as it is counts as not read. What it cannot read is listed below, one
by one, with a reason, and where it pays with the part that it can read; an entry that is not needed is an error, too.
"""

import logging
import re
import sys

import pglast
import sqlglot
from render import FOLDER, HIDDEN, settings_of, show
from sqlglot import exp

# Under which name sqlglot knows the SQL. It has no grammar of Spanner's own; BigQuery's is that of GoogleSQL.
GRAMMARS = {
    "postgresql": "postgres",
    "cockroachdb": "postgres",
    "sqlite": "sqlite",
    "mysql": "mysql",
    "duckdb": "duckdb",
    "oracle": "oracle",
    "sqlserver": "tsql",
    "bigquery": "bigquery",
    "spanner": "bigquery",
}

# Where PostgreSQL's parser has the last word. CockroachDB's grammar is PostgreSQL's but for a few words.
POSTGRESQL = ("postgresql", "cockroachdb")

# What sqlglot cannot read: extension, dialect, how the statement begins; the reason, and the part to read instead.
KNOWN = {
    ("adk", "postgresql", "create function"): ("PL/pgSQL", None),
    ("adk", "postgresql", "create extension"): ("'create extension'", None),
    ("adk", "postgresql", "alter table \\S+ reset"): ("'reset'", None),
    ("adk", "postgresql", "lock table"): ("'lock table'", None),
    ("adk", "sqlite", "create trigger"): ("'when'", r"\nbegin\n(.*)end"),
    ("adk", "sqlite", "create virtual table"): ("options of fts5", None),
    ("adk", "mysql", "create trigger"): ("a trigger whose body is one 'set'", None),
    ("adk", "cockroachdb", "create function"): ("PL/pgSQL", None),
    ("adk", "oracle", "create trigger"): ("PL/SQL", r"(select json_object\(.*?)\s+into :new.event_data( from dual)"),
    ("adk", "oracle", r"declare\s+function"): ("PL/SQL", r"(select state from .*? order by update_time, id)"),
    ("adk", "oracle", r"declare\s+whole"): ("PL/SQL", r"for s in \((.*?)\n  \) loop"),
    ("adk", "oracle", r"declare\s+missing"): ("PL/SQL", r"(select .*? )into missing, first_one (.*?);"),
    ("adk", "oracle", r"alter table \S+ drop"): ("'drop (…)'", None),
    ("adk", "oracle", r"alter table \S+ modify"): ("'modify'", None),
    ("adk", "oracle", r"create index .*indextype"): ("'indextype'", r'(create index )(?:"\w+"\.)?(.*?)\n  indextype'),
    ("adk", "sqlserver", "create trigger"): ("the body of a trigger", r"(update e\n.*;)\s*end;"),
    ("adk", "sqlserver", "if exists"): ("'if … throw'", r"\((select .*?)\)\n"),
    ("adk", "bigquery", "assert"): ("'assert'", r"\((\s*select .*?)\)\s+as '"),
    ("adk", "spanner", "create table .*array<float32>"): (
        "'float32', 'tokenlist'",
        r"(create .*?\n)  embedding[^\n]*\n(.*?)(?:,\n  content_tokens[^\n]*)?(\n\) primary.*)",
    ),
    ("adk", "spanner", r"alter table \S+ alter column \S+ json not null"): ("'alter column' of a type", None),
    ("adk", "spanner", "create search index"): ("'search index'", r"(create )search (index )(?:`\w+`\.)?(.*)"),
    ("adk", "spanner", "create vector index"): ("'vector index'", None),
    ("adk", "spanner", "create property graph"): ("'property graph'", None),
    ("adk", "spanner", "drop (search|vector) index"): ("indexes of those kinds", None),
    ("adk", "spanner", "drop property graph"): ("'property graph'", None),
    ("events", "spanner", "create table"): ("'row deletion policy'", r"(create .*\) primary key \(event_id\)),"),
    ("events", "spanner", "create index"): ("'storing'", r"(create index )(?:`\w+`\.)?(.*?)\n  storing"),
}
INDEX = ("an index in a schema", r'(create index )["`]\w+["`]\.(.*)')
KNOWN |= {(extension, "oracle", r"create index \S+\.\S+"): INDEX for extension in ("adk", "events", "litestar")}
KNOWN |= {(extension, "spanner", r"create index \S+\.\S+"): INDEX for extension in ("adk", "litestar")}

OWNERS = {
    "oracle": "account_id NUMBER(10) REFERENCES users(id) ON DELETE CASCADE",
    "duckdb": "account_id UUID REFERENCES users(id)",
    "mysql": "account_id BIGINT NOT NULL REFERENCES users(id) ON DELETE CASCADE",
    "bigquery": "account_id INT64",
    "spanner": "account_id STRING(36)",
    "sqlserver": "account_id UNIQUEIDENTIFIER REFERENCES users(id) ON DELETE CASCADE",
}
OWNER = "account_id UUID NOT NULL REFERENCES users(id) ON DELETE CASCADE"
OPTIONS = {"mysql": "row_format = compressed", "bigquery": "options (require_partition_filter = true)"}
SCHEMAS = {"sqlite": ""}  # SQLite has no schemas: neither a key nor an index may name one


def variants(extension, dialect):
    """Settings to fill the files with: a name for each set, and the set."""
    settings = settings_of(extension, dialect)
    tables = [name for name, one in settings.items() if one["kind"] == "table"]
    owner = {"owner_id_column": OWNERS.get(dialect, OWNER)} if "owner_id_column" in settings else {}
    everything = {name: True for name, one in settings.items() if one["kind"] == "switch"}
    everything |= {name: one.get("default", 1) for name, one in settings.items() if one["kind"] == "number"}
    everything |= {name: OPTIONS.get(dialect, "") for name in settings if name.endswith("_options")}
    qualified = {name: SCHEMAS.get(dialect, "tenant_a.") + (settings[name]["default"]) for name in tables}
    yield "the defaults", {}
    yield "an owner", owner
    yield "qualified names", qualified
    yield "long names", {name: f"{name}_{'x' * 60}"[:60] for name in tables}
    yield "everything", everything | owner | qualified
    for name, one in settings.items():
        if one["kind"] == "choice":
            yield from ((f"{name} = {choice}", everything | owner | {name: choice}) for choice in one["choices"])


def statements(sql, dialect):
    """The statements of a block, by the rules of docs/formats.md."""
    if dialect == "sqlserver":
        for batch in re.split(r"(?mi)^[ \t]*go[ \t]*$", sql):
            yield from ([batch] if re.match(r"(?i)\s*create (?:or alter )?trigger", bare(batch)) else parts(batch, ";"))
    elif dialect == "oracle":
        pieces = re.split(r"(?m)^[ \t]*/[ \t]*$", sql)
        for number, piece in enumerate(pieces):
            plain, block = divided(piece, r"(?mi)^(?:create (?:or replace )?trigger|declare|begin)\b")
            assert not block or number < len(pieces) - 1, "PL/SQL without a line of '/' behind it"
            yield from parts(plain, ";")
            yield from [block] if block else []
    elif dialect == "sqlite":
        plain, trigger = divided(sql, r"(?mi)^create trigger\b")
        yield from parts(plain, ";")
        if trigger:
            end = re.search(r"(?mi)^end;", trigger).end()
            yield trigger[:end]
            yield from statements(trigger[end:], dialect)
    elif dialect == "mysql" and (match := re.search(r"(?ms)^delimiter (\S+)\n(.*?)^delimiter ;\n", sql)):
        yield from parts(sql[: match.start()], ";")
        yield from parts(match[2], match[1])
        yield from statements(sql[match.end() :], dialect)
    else:
        yield from parts(sql, ";")


def divided(sql, pattern):
    match = re.search(pattern, sql)
    return (sql[: match.start()], sql[match.start() :]) if match else (sql, "")


def parts(sql, terminator):
    start = 0
    for match in re.finditer(rf"(?:{HIDDEN}) | (?P<end> {re.escape(terminator)} )", sql, re.S | re.X):
        if match["end"]:
            yield sql[start : match.start()]
            start = match.end()
    rest = sql[start:]
    assert not bare(rest), f"no end: {rest.strip()[:60]}"


def bare(sql):
    return re.sub(r"--[^\n]*|/\*.*?\*/", "", sql, flags=re.S).strip()


def complaint(sql, grammar):
    """Why sqlglot cannot read it; None if it can."""
    try:
        found = sqlglot.parse(sql, read=grammar, error_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        return str(error).splitlines()[0]
    if any(statement is not None and statement.find(exp.Command) for statement in found):
        return "kept as it is"
    return None


def complaint_of_part(sql, pattern, grammar):
    """The same for the groups of a pattern, one after the other; None where there is no pattern."""
    if not pattern:
        return None
    found = re.search(pattern, sql, re.S | re.I)
    return complaint("".join(found.groups()), grammar) if found else "the part is not there"


def refusal(sql):
    """Why PostgreSQL's own parser refuses it; None if it does not."""
    try:
        pglast.parse_sql(sql)
        if "language plpgsql" in sql:
            pglast.parse_plpgsql(sql)
    except pglast.parser.ParseError as error:
        return f"refused by PostgreSQL's parser: {error}"
    return None


def known_exception(extension, dialect, sql):
    for key in KNOWN:
        if key[:2] == (extension, dialect) and re.match(key[2], bare(sql), re.I | re.S):
            return key
    return None


def main():
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    failures, count, needed = [], 0, set()
    for extension in sorted(path.name for path in FOLDER.iterdir() if path.is_dir()):
        for dialect in GRAMMARS:
            for variant, settings in variants(extension, dialect):
                blocks, _ = show(extension, dialect, settings)
                for (file, block), text in blocks.items():
                    place = f"{extension} {dialect} {file} {block} ({variant})"
                    for sql in statements(text, dialect):
                        count += 1
                        reason = complaint(sql, GRAMMARS[dialect])
                        known = known_exception(extension, dialect, sql)
                        if reason and known:
                            needed.add(known)
                            reason = complaint_of_part(sql, KNOWN[known][1], GRAMMARS[dialect])
                        if reason:
                            failures.append(f"{place}: {reason}: {bare(sql)[:80]}")
                        if dialect in POSTGRESQL and (reason := refusal(sql)):
                            failures.append(f"{place}: {reason}: {bare(sql)[:80]}")
                    assert not re.search(r"(?m)^\s*\\", text), f"{place}: a line of psql's is left"
    unused = set(KNOWN) - needed
    failures += [
        f"{' '.join(key)}: is in the list, and can be read" for key in unused if (FOLDER / key[0] / key[1]).is_dir()
    ]
    print("\n".join(dict.fromkeys(failures)) or f"{count} statements parsed, {len(KNOWN)} known exceptions")
    sys.exit(1 if failures else 0)


main()
