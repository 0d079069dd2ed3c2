"""What was measured, as a table for a terminal or a page, and as JSON."""

import json
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contestants import Contestant

TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Data = dict[str, Any]


def facts(present: list[Contestant], absent: dict[str, str], folder: Path) -> Data:
    """The machine, the date and the versions."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "kernel": f"{platform.system()} {platform.release()}",
            "file_system": first_line(["stat", "-f", "-c", "%T", str(folder)]),
            "load_before": round(os.getloadavg()[0], 2),
        },
        "versions": {one.name: one.version() for one in present}
        | {"psql": first_line(["psql", "--version"]), "python": platform.python_version()},
        "not_measured": absent,
    }


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def first_line(call: list[str]) -> str:
    try:
        done = subprocess.run(call, capture_output=True, text=True)
    except OSError:
        return "unknown"
    return next(iter(done.stdout.splitlines()), "unknown").strip()


def milliseconds(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def megabytes(found: dict) -> str:
    sign = "≤ " if found["peak_memory_at_most"] else ""
    return f"{sign}{found['peak_memory_kb'] / 1024:,.0f} MB"


def cell(found: dict, memory: bool) -> str:
    """`ratio (median ms)`, and the peak memory where it is asked for."""
    if "median_ms" not in found:
        return "–"
    inside = milliseconds(found["median_ms"]) + (f", {megabytes(found)}" if memory else "")
    return f"{found['ratio']:.2f} ({inside})" if "ratio" in found else f"({inside})"


def columns(data: Data, kind: str) -> list[str]:
    """The contestants with a result on this database, in their order."""
    cells = [work["cells"] for work in data["results"][kind].values()]
    return [name for name in data["versions"] if any("median_ms" in one.get(name, {}) for one in cells)]


def rows(data: Data, kind: str) -> list[list[str]]:
    names = columns(data, kind)
    lines = [["ratio (median ms)", *names]]
    for work, found in data["results"][kind].items():
        cells = [cell(found["cells"].get(name, {}), "MB" in work) for name in names]
        lines.append([work, *cells])
    return lines


def reasons(data: Data) -> list[str]:
    """What was not measured, and why."""
    lines = [f"{name}: {reason}" for name, reason in data["not_measured"].items()]
    for kind, works in data["results"].items():
        for work, found in works.items():
            for name, one in found["cells"].items():
                if "not_measured" in one:
                    lines.append(f"{name}, {work} on {TITLES[kind]}: {one['not_measured']}")
    return lines


def table(data: Data) -> str:
    """The aligned tables for a terminal."""
    parts = []
    for kind in data["results"]:
        lines = rows(data, kind)
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        aligned = [
            "  ".join([first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]) for first, *others in lines
        ]
        parts.append("\n".join([TITLES[kind], *aligned]))
    if missing := reasons(data):
        parts.append("\n".join(f"not measured: {line}" for line in missing))
    return "\n\n".join(parts)


def write_json(data: Data, path: Path) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
