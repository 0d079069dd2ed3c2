"""Fails where two folders of one room use each other's types, on functions of more than 40 lines, and on parameters
without labels: three or more of a function, two or more of an error's case.

usage: structure.py [--matrix]

A room is a folder of Sources/, whose order SwiftPM watches over; the folders in it are watched over here, by the names of
the types that a file declares and mentions. Files beside the folders stand above them.
"""

import collections
import pathlib
import re
import sys

SOURCES = pathlib.Path(__file__).parents[2] / "Sources"
DECLARATION = re.compile(
    r"^(?!private|fileprivate)(?:(?:package|public|final|indirect) )*(?:struct|class|enum|protocol|typealias) (\w+)", re.M)
HEAD = re.compile(r"^( *)(?:[\w@]+(?:\(\w+\))? )*(?:func\b|init\b|subscript\b)")
LONGEST = 40


def code(path: pathlib.Path) -> str:
    """The text of a file without comments and what stands in quotes."""
    text = re.sub(r'"""(?s:.*?)"""', '""', path.read_text())
    return re.sub(r"//.*", "", re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text))


def folder(path: pathlib.Path) -> tuple[str, str]:
    parts = path.relative_to(SOURCES).parts
    return parts[0], "/".join(parts[1:-1])


def uses(files: dict[pathlib.Path, str]) -> dict[tuple, collections.Counter]:
    """What the files of each folder mention of other folders of their room."""
    declared: dict[tuple[str, str], str] = {}
    for path, text in files.items():
        room, inner = folder(path)
        for name in DECLARATION.findall(text):
            declared.setdefault((room, name), inner)
    found: dict[tuple, collections.Counter] = collections.defaultdict(collections.Counter)
    for path, text in files.items():
        room, inner = folder(path)
        for word in set(re.findall(r"(?<![.\w])[A-Z]\w+", text)):
            other = declared.get((room, word), inner)
            if other != inner:
                found[room, inner, other][f"{path.stem}: {word}"] += 1
    return found


def circles(found: dict[tuple, collections.Counter]) -> list[str]:
    """The ways from a folder back to itself, each told once."""
    following: dict[tuple, set] = collections.defaultdict(set)
    for room, inner, other in found:
        following[room, inner].add(other)
    lines = []
    for room, start in sorted(following):
        seen, ways = set(), [[start]]
        while ways:
            way = ways.pop(0)
            for other in sorted(following[room, way[-1]]):
                if other == start and start == min(way):
                    names = " > ".join(part or "(beside the folders)" for part in [*way, start])
                    example = next(iter(found[room, way[-1], start]))
                    lines.append(f"{room}: {names} ({example})")
                elif other not in seen:
                    seen.add(other)
                    ways.append([*way, other])
    return lines


def long_functions(path: pathlib.Path) -> list[str]:
    lines = path.read_text().split("\n")
    found = []
    for start, line in enumerate(lines):
        head = HEAD.match(line)
        if not head:
            continue
        # A signature of several lines ends where a line begins as deep as the first; a requirement has no body.
        same = (n for n in range(start, len(lines)) if n == start or re.match(head[1] + r"[^ ]", lines[n]))
        opening = next((n for n in same if lines[n].endswith("{") or n > start and lines[n][len(head[1])] not in ")-{w"), start)
        if not lines[opening].endswith("{"):
            continue
        end = next((n for n in range(opening + 1, len(lines)) if lines[n] == head[1] + "}"), opening)
        if end - start + 1 > LONGEST:
            found.append(f"{path.relative_to(SOURCES.parent)}:{start + 1}: {end - start + 1} lines")
    return found


def parameters(text: str, start: int) -> list[str]:
    """The parameters between the parenthesis that opens before a place and the one that closes it."""
    found, depth, at = [""], 1, start
    while depth:
        letter = text[at]
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 1:
            found.append("")
        elif depth:
            found[-1] += letter
        at += 1
    return [part.strip() for part in found]


def unlabelled(path: pathlib.Path, text: str) -> list[str]:
    found = []

    def look(pattern: str, missing: str, limit: int) -> None:
        for match in re.finditer(pattern, text):
            count = sum(re.match(missing, part) is not None for part in parameters(text, match.end()))
            if count > limit:
                found.append(f"{path.relative_to(SOURCES.parent)}: {match[0].strip()}…): {count} without a label")

    look(r"\b(?:func \w+(?:<[^>]*>)?|init\??)\(", r"(?:@\w+ )?_ ", 2)
    if re.search(r"\benum \w+: (?:Diagnostic|Error)\b", text):
        look(r"(?m)^ +case \w+\((?=[^\n]*\)$)", r"(?!\w+: )", 1)
    return found


def main() -> int:
    files = {path: code(path) for path in sorted(SOURCES.rglob("*.swift"))}
    found = uses(files)
    if "--matrix" in sys.argv:
        for (room, inner, other), names in sorted(found.items()):
            print(f"{room}/{inner} -> {other or '.'}: {', '.join(sorted(names))}")
    faults = {"folders in a circle:": circles(found),
              f"functions of more than {LONGEST} lines:": [line for path in files for line in long_functions(path)],
              "parameters without labels:": [line for path, text in files.items() for line in unlabelled(path, text)]}
    for title, lines in faults.items():
        if lines:
            print(title, *lines, sep="\n", file=sys.stderr)
    return 1 if any(faults.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
