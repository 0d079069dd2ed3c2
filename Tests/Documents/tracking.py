"""The tracking table, and older ones that are brought up to date."""

import re

from project import Project, behaviour, checksum, equal, holds, migration

SCHEMA = """CREATE TABLE ddl_migrations (
    version_num VARCHAR(32) PRIMARY KEY,
    version_type VARCHAR(16),           -- 'sequential' or 'timestamp'
    execution_sequence INTEGER,         -- Order of execution
    description TEXT,
    applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    execution_time_ms INTEGER,
    checksum VARCHAR(64),               -- MD5 hash for auto-sync
    applied_by VARCHAR(255)
);
"""
COLUMNS = re.findall(r"(?m)^    (\w+)", SCHEMA)
# As before version_type, execution_sequence and checksum; 0002 was applied before 0001.
OLDER = """CREATE TABLE ddl_migrations (
    version_num VARCHAR(32) PRIMARY KEY,
    description TEXT,
    applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    execution_time_ms INTEGER,
    applied_by VARCHAR(255)
);
INSERT INTO ddl_migrations VALUES
    ('0001', 'a', '2025-01-02 00:00:00', 3, 'bob'),
    ('0002', 'b', '2025-01-01 00:00:00', 4, 'al'),
    ('20250103000000', 'c', '2025-01-03 00:00:00', 5, 'bob');
"""
MISSING = """
ALTER TABLE ddl_migrations ADD COLUMN execution_sequence INTEGER;
ALTER TABLE ddl_migrations ADD COLUMN version_type VARCHAR(16);
ALTER TABLE ddl_migrations ADD COLUMN checksum VARCHAR(64);
"""
KEPT = "version_num, description, applied_at, execution_time_ms, applied_by"


def checksums(project: Project) -> list[str]:
    """Of all files, as docs/formats.md has it; Tests/Matrix reckons it in its own way."""
    return [checksum(path) for path in sorted((project.folder / "migrations").iterdir())]


@behaviour("Database Migrations: Migration Tracking, Schema")
def the_table_has_these_columns_and_says_all_of_a_migration(project: Project) -> None:
    project.settings('[migration]\nauthor = "git"\n')
    project.shell("git config --global user.name Ada; git config --global user.email ada@example.org").ended(0)
    project.write(migration("0001", "a"), migration("20251018120000", "b"))
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    equal(project.database.columns("ddl_migrations"), [*COLUMNS, "replaces"], "columns")
    rows = project.rows(", ".join(COLUMNS))
    for row, expected in zip(
        rows, (["0001", "sequential", "1", "a"], ["20251018120000", "timestamp", "2", "b"]), strict=True
    ):
        equal(row[:4], expected, "version, type, sequence and description")
        holds(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", str(row[4])), f"applied_at is {row[4]}")
        holds(str(row[5]).isdigit(), f"execution_time_ms is {row[5]}")
        equal(row[7], "Ada <ada@example.org>", "applied_by")
    equal([row[6] for row in rows], checksums(project), "checksums")


@behaviour("Database Migrations: Migration Tracking, Schema")
def a_table_made_as_the_document_has_it_is_used(project: Project) -> None:
    project.database.execute(SCHEMA)
    project.write(migration("0001", "a"))
    project.run("sqlspec --config myapp.config upgrade").ended(0)
    project.run("sqlspec --config myapp.config show-current-revision --verbose").ended(0).says("0001", "a")
    project.applied("0001")


@behaviour("Database Migrations: Schema Migration")
def an_older_table_is_brought_up_to_date_by_the_first_upgrade(project: Project) -> None:
    project.database.execute(OLDER)
    kept = project.database.rows(f"select {KEPT} from ddl_migrations order by 1")
    project.write(migration("0001", "a"), migration("0002", "b"), migration("20250103000000", "c"))
    project.write(migration("20250104000000", "d"))
    project.run("sqlspec --config myapp.config upgrade").ended(0).silent_on("warning")
    brought_up_to_date(project, kept, "replaces")


@behaviour("Database Migrations: Schema Migration Fails")
def a_table_with_columns_added_by_hand_is_filled(project: Project) -> None:
    project.database.execute(OLDER)
    kept = project.database.rows(f"select {KEPT} from ddl_migrations order by 1")
    project.database.execute(MISSING)
    project.write(migration("0001", "a"), migration("0002", "b"), migration("20250103000000", "c"))
    project.write(migration("20250104000000", "d"))
    project.run("sqlspec --config myapp.config upgrade").ended(0).silent_on("warning")
    brought_up_to_date(project, kept)


def brought_up_to_date(project: Project, kept: list[list[str | None]], *others: str) -> None:
    equal(sorted(project.database.columns("ddl_migrations")), sorted([*COLUMNS, *others]), "columns")
    equal(
        project.rows("version_num, version_type, execution_sequence"),
        [
            ["0002", "sequential", "1"], ["0001", "sequential", "2"],
            ["20250103000000", "timestamp", "3"], ["20250104000000", "timestamp", "4"],
        ],
        "the order by applied_at",
    )  # fmt: skip
    older = "version_num < '20250104000000'"
    equal(project.database.rows(f"select {KEPT} from ddl_migrations where {older} order by 1"), kept, "what was there")
    recorded = project.database.rows("select checksum from ddl_migrations order by version_num")
    equal([row[0] for row in recorded], checksums(project), "checksums")
    project.made("d")  # nothing that was applied ran again
    project.run("sqlspec --config myapp.config downgrade").ended(0)
    project.applied("0002", "0001", "20250103000000")


@behaviour("Database Migrations: Schema Migration Fails", "postgresql")
def a_user_who_may_not_change_the_table_is_told(project: Project) -> None:
    project.database.execute(OLDER)
    user = f"guarded_{project.database.name}"  # dropped with the database
    project.database.execute(f"create role {user} login; grant select, insert on ddl_migrations to {user};")
    project.write(migration("0001", "a"), migration("0002", "b"), migration("20250103000000", "c"))
    project.write(migration("20250104000000", "d"))
    before = project.database.dump()
    url = project.database.url.replace("postgres@", f"{user}@")
    project.rung_("upgrade", "--database", url).ended(1).says("error:", "owner of table ddl_migrations")
    equal(project.database.dump(), before, "the database")
