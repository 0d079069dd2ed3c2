"""Every dialect has the blocks that docs/formats.md, section 10, has without a '*', and none that it does not name.

usage: dialects.py
exit status: 0 all have; 1 one lacks a block, or has one that is not in the table, and is printed
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIALECTS = ROOT / "sql" / "dialects"
NAME = re.compile(r"^[ \t]*--[ \t]*name[ \t]*:[ \t]*([\w-]+)", re.MULTILINE)
# The columns that tables of older versions lack.
COLUMNS = ("checksum", "execution_sequence", "replaces", "version_type")


def documented() -> dict[str, str]:
    """Each block of the table, and who has it: every dialect, those of driver programs, or any that needs it."""
    section = (ROOT / "docs" / "formats.md").read_text().split("\n## 10.")[1].split("\n## ")[0]
    table = section.split("| block | holes | what it does |\n")[1].split("\n\n")[0]
    found = {}
    for line in table.splitlines()[1:]:
        cells = line.split("|")
        for name, mark in re.findall(r"`([\w-]+)`( \*)?", cells[1]):
            need = "may" if mark else "program" if cells[3].strip().startswith("for driver programs only") else "must"
            for column in COLUMNS:
                found[name.replace("COLUMN", column)] = need
    return found


def header(text: str) -> dict[str, str]:
    """The lines `-- KEY: VALUE` that a file begins with."""
    found = {}
    for line in text.splitlines():
        match = re.match(r"-- (\w+): *(.*)", line)
        if not match:
            break
        found[match[1]] = match[2]
    return found


def dialect(name: str) -> tuple[set[str], dict[str, str]]:
    """The blocks of a dialect with those of the one that it extends, and its header."""
    texts = [path.read_text() for path in sorted((DIALECTS / name).rglob("*.sql"))]
    own = {key: value for text in texts for key, value in header(text).items()}
    blocks, inherited = dialect(own["extends"]) if "extends" in own else (set(), {})
    named = {match for text in texts for match in NAME.findall(text)}
    return (blocks | named) - set(own.get("without", "").split()), inherited | own


def complaints() -> list[str]:
    table = documented()
    found = []
    for folder in sorted(path for path in DIALECTS.iterdir() if path.is_dir()):
        blocks, head = dialect(folder.name)
        needs = ["must", *(["program"] if (ROOT / "bin" / f"rung-driver-{folder.name}").exists() else [])]
        lacking = [name for name, need in table.items() if need in needs and name not in blocks]
        found += [f"{folder.name} lacks '{name}'" for name in lacking]
        unknown = sorted(blocks - set(table))
        found += [f"{folder.name} has '{name}', which docs/formats.md does not know" for name in unknown]
        if ("lock-acquire" in blocks) != ("lock-release" in blocks):
            found.append(f"{folder.name} takes a lock and does not give it back, or the other way round")
        found += [f"{folder.name} does not say its {key}" for key in ("syntax", "client") if key not in head]
    return found


def main() -> int:
    found = complaints()
    print("\n".join(found) or f"{len(documented())} blocks, {len(list(DIALECTS.iterdir()))} dialects, none lacking")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
