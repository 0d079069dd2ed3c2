"""Put what Tests/Releases/run found into docs/databases.md. The lines of releases that did not run stay as they are.

usage: write.py FILE
  FILE  a line for each release, with tabs: its name, the version, the kinds of database, what was shown
"""

import datetime
import pathlib
import re
import sys

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "databases.md"
HEAD = ["| release | version | driver | behaviours | on |", "|---|---|---|---|---|"]


def line(found: str, day: str) -> str:
    name, version, kinds, shown = found.split("\t")
    product, number = name.rsplit("-", 1)
    title = {"postgresql": "PostgreSQL", "mariadb": "MariaDB", "mysql": "MySQL", "sqlite": "SQLite", "duckdb": "DuckDB"}
    drivers = " and ".join(f"`{kind}:`" for kind in kinds.split(",") if kind)
    return f"| {title[product]} {number} | {version} | {drivers} | {shown} | {day} |"


def main() -> None:
    day = datetime.date.today().isoformat()
    found = [line(entry, day) for entry in pathlib.Path(sys.argv[1]).read_text().splitlines()]
    text = PAGE.read_text()
    before = re.search(r"<!-- releases -->\n(.*?)<!-- end -->", text, re.S)
    if before is None:
        sys.exit(f"{PAGE} has no place for the releases")
    rows = {row.split("|")[1]: row for row in [*before[1].splitlines()[len(HEAD):], *found]}
    PAGE.write_text(text[:before.start(1)] + "\n".join([*HEAD, *rows.values()]) + "\n" + text[before.end(1):])


if __name__ == "__main__":
    main()
