"""Put what Tests/Releases/run found into docs/databases.md.

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
    rows = [line(found, day) for found in pathlib.Path(sys.argv[1]).read_text().splitlines()]
    text = PAGE.read_text()
    block = "<!-- releases -->\n" + "\n".join(HEAD + rows) + "\n<!-- end -->"
    written, count = re.subn(r"<!-- releases -->.*?<!-- end -->", lambda _: block, text, flags=re.S)
    if count != 1:
        sys.exit(f"{PAGE} has no place for the releases")
    PAGE.write_text(written)


if __name__ == "__main__":
    main()
