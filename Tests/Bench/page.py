"""The page docs/performance.md and its curves."""

from collections.abc import Callable
from pathlib import Path

import report
from contestants import Contestant
from curves import Panel, curves
from peers import Peer
from report import TITLES, Data
from works import WORKS, Work

PAGE = """# Performance

How long Rung takes, compared with the databases' own clients and with other migration tools.

{machine}

## What is measured

Each migration creates a table of three columns and an index. Every contestant has the same migrations in its own
format, its own folder and its own database on disk. In each round all contestants run once, one after the other.
The times are medians; one run before the first round does not count. A new database is made before each `apply`,
outside the time.

| work | what is timed |
|---|---|
| start | `--version`, or `--help` for a tool without it |
| apply | all migrations on a new database, one transaction for each |
| no-op | the same command when there is nothing to do; `raw` asks for the highest version |
| status, dry run | `rung status` of a database that has everything, and `rung upgrade --dry-run` for an empty one |
| single transaction | `rung upgrade --single-transaction`; `raw` runs what Rung prints for it |
| one file | one migration that inserts so many megabytes; the peak memory is in the table |
| tenants | two jobs of `make` that each run a no-op on one SQLite database after the other |

`raw` is `sqlite3` or `psql`, with one file of the same statements; `psql` is the client itself, not Debian's script
around it. `driver` is Rung with the URL `sqlite3:` or `psql:`, which starts that client. `cat` reads the same files
as Rung and does nothing with them. A ratio of 1.00 marks what the others are compared with: `raw`, or `cat` where the
files are most of the work. Memory marked with ≤ is at most that of the small program that starts the others, and
cannot be seen.

{tables}
## Curves

Both axes are logarithmic.

{curves}
## Limits

On another machine, expect similar ratios rather than similar times. A contestant takes no further round of a
work after {patience:g} seconds of runs, another tool after {peers_patience:g}. Larger sizes would take too long: the other tools are
measured up to 2,000 migrations (Alembic: 200) and up to 10 MB (SQLSpec: 1 MB), and not at every size between.

Where Rung's time goes:

- It reads every file, to compare its text with the checksum of its row. A tool that looks at names alone needs less
  where nothing is to do, and does not see a changed file.
- `rung --version` takes 2.6 million instructions, because it is answered before the arguments are parsed. The parser
  takes 17 million more for a verb, of the 58 million that a no-op of 200 migrations takes.
- Each row of SQLSpec's tracking table has nine columns, and a second statement sets its time: `sqlite3` takes 6 to 8 %
  longer for the script that Rung prints than for that of `raw`.
- A driver program starts the client once for all queries, and once for a script. `rung status` with 20 migrations
  takes 28 ms through `mariadb`, and 43 ms through `psql`; with a client for each query it took 54 and 77.
- The whole of a large file is in memory, with the places of its statements, before the first one is sent: a quote that
  is open in the last line must be found before the first one runs.

{reasons}## Repeat it

    make bench                  # print the tables
    make bench BENCH=--write    # write this page too
    Tests/Bench/bench.py --only 'apply 200' --databases sqlite --contestants raw,rung,dbmate --json out.json
"""


def write(data: Data, docs: Path) -> None:
    folder = docs / "performance"
    folder.mkdir(exist_ok=True)
    drawn = {
        "apply": ("Time to apply migrations", panels(data, lambda work: work.kind == "apply", "migrations")),
        "noop": ("Time when there is nothing to do", panels(data, lambda work: work.kind == "no-op", "migrations")),
        "size": ("Time and memory for one large file", panels(data, lambda work: work.in_megabytes, "MB")),
    }
    shown = []
    for name, (title, found) in drawn.items():
        if found:
            (folder / f"{name}.svg").write_text(curves(title, found))
            shown.append(f"![{title}](performance/{name}.svg)\n")
    reasons = "".join(f"- Not measured: {line}.\n" for line in report.reasons(data))
    (docs / "performance.md").write_text(
        PAGE.format(
            machine=machine(data),
            tables="\n".join(f"## {TITLES[kind]}\n\n{markdown(data, kind)}" for kind in data["results"]),
            curves="\n".join(shown),
            reasons=f"{reasons}\n" if reasons else "",
            patience=Contestant.patience,
            peers_patience=Peer.patience,
        )
    )


def machine(data: Data) -> str:
    about, rounds, versions = data["machine"], data["rounds"], data["versions"]
    tools = ", ".join(short(name, version) for name, version in versions.items() if name != "cat")
    return (
        f"Measured on {data['date']}: {about['processor']}, {about['cores']} cores, {about['kernel']},"
        f" file system {about['file_system']}, load {about['load_before']} before the first run.\n"
        f"Rounds: {rounds['others']}, and {rounds['short']} for short runs.\nVersions: {tools}."
    )


def short(name: str, version: str) -> str:
    """A name with the first word of the version that has a digit."""
    label = "sqlite3" if name == "raw" else name
    return f"{label} {next((word for word in version.split() if word[0] in 'v0123456789' and '.' in word), version)}"


def markdown(data: Data, kind: str) -> str:
    head, *rest = report.rows(data, kind)
    lines = [head, ["---", *("---:" for _ in head[1:])], *rest]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def panels(data: Data, of: Callable[[Work], bool], unit: str) -> list[Panel]:
    """A panel for the times of each database, and one for its memory where the unit is of size."""
    found = []
    for kind, works in data["results"].items():
        points: dict[str, dict[str, list[tuple[float, float]]]] = {"median_ms": {}, "peak_memory_kb": {}}
        for work in (work for work in WORKS if of(work) and work.name in works):
            for name, cell in works[work.name]["cells"].items():
                if "median_ms" in cell:
                    points["median_ms"].setdefault(name, []).append((work.size, cell["median_ms"]))
                    memory = cell["peak_memory_kb"] / 1024
                    points["peak_memory_kb"].setdefault(name, []).append((work.size, memory))
        if points["median_ms"]:
            across = "size of the file, MB" if unit == "MB" else "number of migrations"
            found.append(Panel(f"{TITLES[kind]}: time", across, "median time, ms", points["median_ms"]))
            if unit == "MB":
                found.append(Panel(f"{TITLES[kind]}: memory", across, "peak memory, MB", points["peak_memory_kb"]))
    return found
