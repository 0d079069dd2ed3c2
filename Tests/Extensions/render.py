"""Fills the holes of an extension's files: what 'rung extension show NAME --dialect DIALECT' prints, in Python.

Only `show` is meant to be used. docs/extensions.md tells the format.
"""

import hashlib
import pathlib
import re
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "sql/extensions"
EXTENDS = {"cockroachdb": "postgresql", "mariadb": "mysql"}
QUOTES = {"mysql": "``", "mariadb": "``", "bigquery": "``", "spanner": "``", "sqlserver": "[]"}
LONGEST = {"postgresql": 63, "cockroachdb": 63, "mysql": 64, "mariadb": 64}

HIDDEN = r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*` | \$(\w*)\$.*?\$\1\$ | --[^\n]* | /\*.*?\*/"""
HOLE = re.compile(
    rf"""^[ \t]*:(?P<line>[a-z_]\w*)[ \t]*(?P<comma>,?)[ \t]*\n | ::
    | :'(?P<text>\w+)' | :"(?P<name>\w+)" | :(?P<raw>[a-z_]\w*) | {HIDDEN}""",
    re.S | re.X | re.M,
)


def manifest(extension):
    return tomllib.loads((FOLDER / extension / "extension.toml").read_text())


def files(extension, dialect):
    """The files of a dialect, each version's own one before that of the dialect that it extends."""
    found = {}
    for name in (EXTENDS.get(dialect), dialect):
        if name:
            found.update({path.name[:4]: path for path in sorted((FOLDER / extension / name).glob("*.sql"))})
    return [found[version] for version in sorted(found)]


def settings_of(extension, dialect):
    """The settings that a dialect knows, by name."""
    settings = manifest(extension).get("settings", {})
    return {name: one for name, one in settings.items() if dialect in one.get("dialects", [dialect])}


def show(extension, dialect, given=None):
    """The blocks of every file, their holes filled: {(file, block): SQL}; and what each file says in '-- when:'."""
    known = settings_of(extension, dialect)
    values = {name: one.get("default") for name, one in known.items()} | (given or {})
    blocks, wanted = {}, {}
    for path in files(extension, dialect):
        text = path.read_text()
        wanted[path.name] = [word for line in re.findall(r"(?m)^-- when: (.*)$", text) for word in line.split(", ")]
        parts = re.split(r"(?m)^-- name: (\S+)\n", text)
        for block, body in zip(parts[1::2], parts[2::2]):
            try:
                blocks[path.name, block] = fill(body, dialect, manifest(extension)["settings"], values)
            except KeyError as error:
                raise SystemExit(f"{path}: nothing fills {error}") from error
    return blocks, wanted


def fill(text, dialect, settings, values):
    opening, closing = QUOTES.get(dialect, '""')

    def folded(name):
        return name.upper() if dialect == "oracle" else name

    def quoted(name):
        return ".".join(opening + folded(part) + closing for part in name.split("."))

    def value(name):
        if name in settings:
            return values.get(name)
        if name.endswith("_schema") and name.removesuffix("_schema") in settings:
            schema = (values[name.removesuffix("_schema")] or "").rpartition(".")[0]
            return schema and quoted(schema) + "."
        if name == "owner_id_column_key":
            key = re.search(r"(?i)\sreferences\s.*", values.get("owner_id_column") or "")
            return (
                f"foreign key ({named('owner_id_column_name')}){key[0]}"
                if dialect in ("mysql", "mariadb") and key
                else ""
            )
        raise KeyError(name)

    def named(name):
        if name == "owner_id_column_name":
            first = re.match(r'["`\[][^"`\]]+["`\]]|\w+', values["owner_id_column"])[0]
            return (
                first
                if first[0] in '"`['
                else quoted(first.lower() if dialect in ("postgresql", "cockroachdb") else first)
            )
        if name in settings:
            return quoted(value(name))
        for setting, one in sorted(settings.items(), key=lambda pair: -len(pair[0])):
            if one["kind"] == "table" and setting in name:
                return quoted(shortened(name.replace(setting, values[setting].rpartition(".")[2]), dialect))
        raise KeyError(name)

    def replace(match):
        if match["line"]:
            filled = raw(match["line"])
            return match[0].replace(":" + match["line"], filled) if filled else ""
        if match["text"]:
            name = match["text"]
            return "'" + (str(value(name)) if name in settings else named(name)[1:-1]).replace("'", "''") + "'"
        if match["name"]:
            return named(match["name"])
        if match["raw"]:
            return match[0] if dialect == "oracle" and match["raw"] in ("new", "old") else raw(match["raw"])
        return match[0]

    def raw(name):
        if name == "owner_id_column" and dialect in ("mysql", "mariadb"):
            return re.sub(r"(?i)\sreferences\s.*", "", values.get(name) or "")
        filled = value(name)
        return "" if filled is None else str(filled)

    def true(word):
        for name, one in settings.items():
            if one["kind"] == "choice" and word in [f"{name}_{choice}" for choice in one["choices"]]:
                return word == f"{name}_{values.get(name)}"
        filled = value(word)
        return not (filled is None or filled == "" or filled is False)

    return HOLE.sub(replace, chosen(text, true))


def chosen(text, true):
    """The text without the lines that \\if leaves out."""
    lines, stack = [], []
    for line in text.splitlines(keepends=True):
        word, _, name = line.strip().partition(" ")
        if word == "\\if":
            stack.append([true(name.removeprefix(":"))] * 2)
        elif word == "\\elif":
            now = not stack[-1][1] and true(name.removeprefix(":"))
            stack[-1] = [now, stack[-1][1] or now]
        elif word == "\\else":
            stack[-1] = [not stack[-1][1], True]
        elif word == "\\endif":
            stack.pop()
        elif all(taken for taken, _ in stack):
            lines.append(line)
    return "".join(lines)


def shortened(name, dialect):
    """A name that is too long, with a hash of itself in place of its end."""
    longest = LONGEST.get(dialect, 128)
    if len(name.encode()) <= longest:
        return name
    mark = "_" + hashlib.md5(name.encode()).hexdigest()[:8]
    return name.encode()[: longest - len(mark)].decode(errors="ignore") + mark
