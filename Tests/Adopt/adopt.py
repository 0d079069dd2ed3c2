#!/usr/bin/env python3
"""Projects of other migration tools, half of them applied: Rung adopts the files, takes the history over, applies the rest.

usage: adopt.py --rung RUNG --tools FOLDER [NAME...]

FOLDER has dbmate, yoyo and alembic, the PATH sqitch and sql-migrate. RUNG_TEST_POSTGRESQL is the URL of a server. What the
tool itself makes of the whole project is made beside it, and compared: the schema, and the files of the tool, which stay.
exit status: 0 all hold; 1 one does not, and is printed
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import uuid

import tools
import written
from stage import OWN, Failed, Project, equal, holds


def real(programs: str) -> list[tools.Tool]:
    return [
        tools.dbmate(f"{programs}/dbmate"), tools.sql_migrate(), tools.yoyo(f"{programs}/yoyo"),
        tools.alembic(f"{programs}/alembic"), tools.sqitch(), tools.dblift(f"{programs}/dblift"),
        tools.dbmate_postgresql(f"{programs}/dbmate"), tools.alembic(f"{programs}/alembic", "postgresql"),
        tools.sqitch("postgresql"),
    ]


def database() -> str:
    """The URL of a new database on the server."""
    server, name = os.environ["RUNG_TEST_POSTGRESQL"], f"adopt_{uuid.uuid4().hex[:12]}"
    subprocess.run(["psql", "-X", "-q", "-c", f"create database {name}", f"{server}/postgres"], check=True)
    return f"{server}/{name}"


def project(rung: str, tool: tools.Tool) -> Project:
    made = Project(rung, tool.name, database() if tool.database == "postgresql" else None)
    made.write(tool.files)
    return made


def fingerprint(made: Project, tool: tools.Tool) -> dict[str, str]:
    """The texts of the tool's files."""
    return {name: hashlib.md5((made.root / name).read_bytes()).hexdigest() for name in tool.files}


def run_sql(made: Project, sql: str) -> None:
    made.write({"given.sql": sql})
    client = "sqlite3 -bail app.db" if tool_is_sqlite(made) else f"psql -X -q -v ON_ERROR_STOP=1 {made.url}"
    made.sh(f"{client} < given.sql")


def tool_is_sqlite(made: Project) -> bool:
    return made.url.startswith("sqlite:")


def half(made: Project, tool: tools.Tool) -> None:
    """The first two migrations, by the tool, or by a client with the rows that the tool would write."""
    if tool.half:
        made.sh(f"export URL={made.url}; {tool.half}")
        return
    if tool.name != "rails":
        sqlite = tool_is_sqlite(made)
        run_sql(made, "".join(tools.up(n) if sqlite else tools.up(n).replace(tools.TRIGGER, "") for n in (0, 1)))
    run_sql(made, tool.rows)


def whole(rung: str, tool: tools.Tool) -> list[str]:
    """The schema that the tool itself makes of the whole project, or that its SQL makes."""
    made = project(rung, tool)
    if tool.half:
        made.sh(f"export URL={made.url}; {tool.half} && {tool.rest}")
    else:
        sqlite = tool_is_sqlite(made)
        run_sql(made, "".join(tools.up(n) if sqlite else tools.up(n).replace(tools.TRIGGER, "") for n in range(4)))
        if tool.name == "flyway":
            run_sql(made, tool.files["sql/R__zz_names.sql"])
    found = made.schema()
    shutil.rmtree(made.root)
    return found


def adopts(rung: str, tool: tools.Tool) -> None:
    made = project(rung, tool)
    half(made, tool)
    before = fingerprint(made, tool)
    command = f"rung adopt {tool.folder} --from {tool.name}"
    dry = made.sh(f"{command} --dry-run")
    equal("a dry run writes nothing", (made.root / "rung").exists(), False)
    report = made.sh(command)
    for note in tool.notes:
        holds("the report", report, note)
    equal("both say the same", dry.split("would adopt")[0], report.split("\nadopted ")[0] + "\n")
    names = sorted(path.name.split("_")[0].removesuffix(".sql") for path in (made.root / "rung").iterdir())
    equal("the versions", names, tool.versions)
    holds("a second time", made.sh(command), "nothing to adopt")
    made.sh("rung check")
    takes_over(made, tool)
    made.sh("rung upgrade")
    equal("the schema", made.schema(), whole(rung, tool))
    equal("the tool's files", fingerprint(made, tool), before)
    holds("the status", made.sh("rung status"), f"{len(tool.versions)} applied")
    if tool.name != "rails" and all("down" in path.read_text() for path in (made.root / "rung").iterdir()):
        made.sh("rung downgrade base")
    shutil.rmtree(made.root)


def takes_over(made: Project, tool: tools.Tool) -> None:
    """The history, dry, undone, and for good."""
    command = f"rung stamp --from {tool.name} {tool.stamp}"
    holds("the dry run", made.sh(f"{command} --dry-run"), "insert into")
    made.sh(command)
    first = made.history()
    made.sh("rung stamp base")
    equal("undone", made.history(), [])
    made.sh(command)
    applied = 1 if tool.name == "rails" else 2
    equal("the rows", [row.split("|")[0] for row in first], tool.versions[:applied])
    equal("who", {row.split("|")[2] for row in first}, {tool.author})
    if tool.times:
        equal("when", [row.split("|")[1] for row in made.history()], tool.times)
    holds("again", made.sh(command), "nothing to stamp")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rung", required=True)
    parser.add_argument("--tools", required=True)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    failed = shown = 0
    for tool in real(given.tools) + [make() for make in written.ALL]:
        if given.names and tool.name not in given.names:
            continue
        shown += 1
        try:
            adopts(given.rung, tool)
        except Failed as problem:
            failed += 1
            print(f"FAIL {tool.name} on {tool.database}: {problem}")
        else:
            print(f"ok   {tool.name} on {tool.database}: {'the tool itself' if tool.half else 'written files'}")
    print(f"{shown} shown, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
