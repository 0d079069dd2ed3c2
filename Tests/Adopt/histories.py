#!/usr/bin/env python3
"""The history table of every tool, with the columns that it documents, is taken over from each kind of database.

usage: histories.py --rung RUNG

Two migrations are applied, with times where the tool stores them, and a third is not. RUNG_TEST_POSTGRESQL and
RUNG_TEST_MARIADB are URLs of servers.
exit status: 0 all are; 1 one is not, and is printed
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Matrix"))

from database import Database
from databases import KINDS

TIMES = ["2024-03-01 10:00:00", "2024-03-02 11:30:00"]
TEXT = "varchar(200)"
# By tool: the columns of its table, its rows, the names of three migrations, whether it stores times, and the user.
TOOLS: dict[str, tuple[str, list[str], list[str], bool, str]] = {
    "dbmate": (f"version {TEXT} primary key", ["'1'", "'2'"], ["1", "2", "3"], False, "dbmate"),
    "golang-migrate": ("version bigint not null primary key, dirty boolean not null", ["2, false"], ["01", "02", "03"], False, "golang-migrate"),
    "goose": (
        "id integer primary key, version_id bigint not null, is_applied boolean not null, tstamp timestamp",
        [f"1, 0, true, '{TIMES[0]}'", f"2, 1, true, '{TIMES[0]}'", f"3, 2, true, '{TIMES[0]}'", f"4, 2, false, '{TIMES[0]}'",
         f"5, 2, true, '{TIMES[1]}'", f"6, 3, true, '{TIMES[0]}'", f"7, 3, false, '{TIMES[1]}'"],
        ["1", "2", "3"], True, "goose"),
    "sql-migrate": (f"id {TEXT} primary key, applied_at timestamp", [f"'1_a.sql', '{TIMES[0]}'", f"'2_b.sql', '{TIMES[1]}'"],
                    ["1_a.sql", "2_b.sql", "3_c.sql"], True, "sql-migrate"),
    "flyway": (
        f"installed_rank integer primary key, version {TEXT}, description {TEXT}, type {TEXT}, script {TEXT}, checksum integer, "
        f"installed_by {TEXT}, installed_on timestamp, execution_time integer, success boolean",
        [f"1, '1', 'a', 'SQL', 'V1__a.sql', 1, 'ann', '{TIMES[0]}', 1, true",
         f"2, '3', 'c', 'SQL', 'V3__c.sql', 1, 'ann', '{TIMES[0]}', 1, true",
         f"3, '3', 'c', 'UNDO_SQL', 'U3__c.sql', 1, 'ann', '{TIMES[0]}', 1, true",
         f"4, null, 'b', 'SQL', 'R__b.sql', 1, 'ann', '{TIMES[0]}', 1, true",
         f"5, null, 'b', 'SQL', 'R__b.sql', 2, 'ann', '{TIMES[1]}', 1, true"],
        ["V1__a.sql", "R__b.sql", "V3__c.sql"], True, "ann"),
    "sqlx": (
        f"version bigint primary key, description {TEXT}, installed_on timestamp, success boolean",
        [f"1, 'a', '{TIMES[0]}', true", f"2, 'b', '{TIMES[1]}', true"], ["1", "2", "3"], True, "sqlx"),
    "diesel": (f"version {TEXT} primary key, run_on timestamp", [f"'1', '{TIMES[0]}'", f"'2', '{TIMES[1]}'"], ["1", "2", "3"], True, "Diesel"),
    "refinery": (
        f"version integer primary key, name {TEXT}, applied_on {TEXT}, checksum {TEXT}",
        [f"1, 'a', '{TIMES[0].replace(' ', 'T')}.123456789Z', '1'", f"2, 'b', '{TIMES[1].replace(' ', 'T')}Z', '2'"],
        ["1", "2", "3"], True, "refinery"),
    "prisma": (
        f"id {TEXT} primary key, finished_at timestamp null, migration_name {TEXT}, rolled_back_at timestamp null, started_at timestamp null",
        [f"'x', '{TIMES[0]}', '1_a', null, '{TIMES[0]}'", f"'y', null, '2_b', '{TIMES[0]}', '{TIMES[0]}'",
         f"'z', '{TIMES[1]}', '2_b', null, '{TIMES[1]}'"], ["1_a", "2_b", "3_c"], True, "Prisma"),
    "yoyo": (
        f"migration_hash {TEXT} primary key, migration_id {TEXT}, applied_at_utc timestamp",
        [f"'x', 'a', '{TIMES[0]}'", f"'y', 'b', '{TIMES[1]}'"], ["a", "b", "c"], True, "ann"),
    "alembic": (f"version_num {TEXT} primary key", ["'b'"], ["a", "b after: a", "c after: b"], False, "Alembic"),
    "sqitch": (
        f'change_id {TEXT} primary key, `change` {TEXT}, committed_at timestamp, committer_name {TEXT}',
        [f"'x', 'a', '{TIMES[0]}', 'ann'", f"'y', 'b', '{TIMES[1]}', 'ann'"], ["a", "b", "c"], True, "ann"),
    "knex": (
        f"id integer primary key, name {TEXT}, batch integer, migration_time timestamp",
        [f"1, '1_a.js', 1, '{TIMES[0]}'", f"2, '2_b.ts', 1, '{TIMES[1]}'"], ["1_a", "2_b", "3_c"], True, "Knex"),
    "drizzle": (f"id integer primary key, hash {TEXT}, created_at bigint", ["1, 'x', 1709287200000", "2, 'y', 1709373600000"],
                ["1709287200000", "1709373600000", "1709460000000"], False, "Drizzle"),
    "graphile-migrate": (
        f"hash {TEXT} primary key, previous_hash {TEXT}, filename {TEXT}, date timestamp",
        [f"'x', null, '000001.sql', '{TIMES[0]}'", f"'y', 'x', '000002-b.sql', '{TIMES[1]}'"],
        ["000001.sql", "000002-b.sql", "000003.sql"], True, "graphile-migrate"),
    "rails": (f"version {TEXT} primary key", ["'1'", "'2'"], ["1", "2", "3"], False, "Rails"),
}
LOG = f"create table _yoyo_log (migration_id {TEXT}, username {TEXT}, operation {TEXT}, created_at_utc timestamp);"


def complaint(rung: str, database: Database, tool: str) -> str:
    """What is wrong with a takeover; nothing if all is right."""
    columns, rows, names, has_times, user = TOOLS[tool]
    folder = Path(tempfile.mkdtemp(prefix="rung-histories-"))
    # `change` is a word that MariaDB keeps for itself.
    quoted = columns if database.kind == "mariadb" else columns.replace("`", "")
    text = f"drop table if exists ddl_migrations;\ncreate table history_of_it ({quoted});\n"
    text += "".join(f"insert into history_of_it values ({row});\n" for row in rows)
    database.execute(text)
    (folder / "migrations").mkdir()
    for number, name in enumerate(names, 1):
        (folder / f"migrations/000{number}_x.sql").write_text(
            f"-- Adopted: {tool} {name}\n\n-- name: migrate-000{number}-up\nselect 1;\n")
    ran = subprocess.run(
        [rung, "stamp", "--from", tool, "--history-table", "history_of_it", "-d", database.url], cwd=folder,
        env={**os.environ, "PGTZ": "UTC"}, capture_output=True, text=True, check=False)
    database.execute("drop table history_of_it;")
    shutil.rmtree(folder)
    if ran.returncode:
        return ran.stdout + ran.stderr
    query = "select version_num, applied_at, applied_by from ddl_migrations order by execution_sequence"
    found = [[row[0], (row[1] or "")[:19] if has_times else "", row[2]] for row in database.rows(query)]
    expected = [["0001", TIMES[0] if has_times else "", user], ["0002", TIMES[1] if has_times else "", user]]
    return "" if found == expected else f"found {found}, expected {expected}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rung", required=True)
    given = parser.parse_args()
    failed = shown = 0
    for kind in ("sqlite", "postgresql", "mariadb"):
        folder = Path(tempfile.mkdtemp(prefix="rung-histories-"))
        database = KINDS[kind](folder)
        text = "".join(f"insert into _yoyo_log values ('{name}', 'ann', 'apply', '{TIMES[0]}');\n" for name in "ab")
        database.execute(f"{LOG}\n{text}")
        for tool in TOOLS:
            if tool == "graphile-migrate" and kind != "postgresql":
                continue
            shown += 1
            if problem := complaint(given.rung, database, tool):
                failed += 1
                print(f"FAIL {tool} on {kind}: {problem}")
        database.close()
        shutil.rmtree(folder)
    print(f"{shown} shown, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
