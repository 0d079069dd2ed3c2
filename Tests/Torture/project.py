"""The project that is run again and again: its migrations, and which of their statements commit by themselves."""

import dataclasses
import itertools
import re
from pathlib import Path

import chapters_files as files
import chapters_servers as servers

# Chapters that run both ways, and chapters that run only without a transaction.
CHAPTERS = {
    "sqlite": (files.SQLITE, files.SQLITE_ALONE),
    "duckdb": (files.DUCKDB, files.DUCKDB_ALONE),
    "postgresql": (servers.POSTGRESQL, servers.POSTGRESQL_ALONE),
    "mariadb": (servers.MARIADB, servers.MARIADB_ALONE),
    "mysql": (servers.MARIADB, servers.MARIADB_ALONE),
}
# How often the chapters are repeated, so that a run takes long enough to be killed in the middle.
TIMES = {"sqlite": 3, "duckdb": 1, "postgresql": 1, "mariadb": 2, "mysql": 2}
# The guide promises for these that a statement is committed together with its count; written down here once more,
# because it is the promise that is tested.
TOGETHER = {
    "sqlite": r"insert|replace|update|delete|with|create|alter|drop|analyze|reindex",
    "duckdb": r"insert|update|delete|with|create|alter|drop|comment on",
    "postgresql": r"insert|update|delete|with|truncate|create|alter|drop|comment|grant|revoke",
    "mariadb": r"insert|replace|update|delete|with",
    "mysql": r"insert|replace|update|delete|with",
}
APART = {"postgresql": r"alter type|create materialized view|.*\bconcurrently\b"}


@dataclasses.dataclass(frozen=True)
class Migration:
    version: str
    title: str
    is_transactional: bool
    statements: list[str]

    @property
    def text(self) -> str:
        body = "".join(f"{statement};\n\n" for statement in self.statements)
        return f"-- transactional: {str(self.is_transactional).lower()}\n\n-- name: migrate-{self.version}-up\n{body}"


def migrations(kind: str, times: int | None = None) -> list[Migration]:
    """The whole series, in which migrations with and without a transaction take turns."""
    both, alone = CHAPTERS[kind]
    ways = [[(title, chapter, True) for title, chapter in both.items()]]
    ways.append([(title, chapter, False) for title, chapter in {**alone, **both}.items()])
    turns = [turn for pair in itertools.zip_longest(*ways) for turn in pair if turn] * (times or TIMES[kind])
    if kind in ("mariadb", "mysql"):
        turns.insert(0, ("first", servers.MARIADB_FIRST, False))
    made, last = [], 0
    for number, (title, chapter, is_transactional) in enumerate(turns, 1):
        last = number if title == "views and triggers" else last
        # A chapter may name a table of the last migration that has views.
        statements = [statement.replace("{m}", str(number)).replace("{last}", str(last)) for statement in chapter]
        statements = [statement for statement in statements if not statement.endswith(" w0_log")]
        made.append(Migration(f"{number:04d}", re.sub(r"\W+", "_", title), is_transactional, statements))
    return made


def write(folder: Path, series: list[Migration]) -> None:
    (folder / "migrations").mkdir(parents=True, exist_ok=True)
    for migration in series:
        (folder / "migrations" / f"{migration.version}_{migration.title}.sql").write_text(migration.text)


def commits_by_itself(kind: str, statement: str) -> bool:
    """Whether a statement outside a transaction can be finished without being counted as finished."""
    if kind in APART and re.match(APART[kind], statement, re.S):
        return True
    return not re.match(rf"({TOGETHER[kind]})\b", statement)


def is_setting(statement: str) -> bool:
    """Whether a statement changes only its session."""
    return bool(re.match(r"set |reset ", statement))
