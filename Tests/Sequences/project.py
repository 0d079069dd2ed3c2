"""A project in clones: migrations that are known by what they do, and not by the names that Rung goes by."""

import hashlib
import random
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

Version = tuple[str, bool, int]  # the series, whether it is a time, the number: in the order of formats.md, section 1
Ids = frozenset[int]  # which migrations a file or a row holds: one, or those that were squashed into it
Folder = dict[str, bytes]

NAME = re.compile(r"(?:ext_([a-z]+)_)?(\d+)(?:_(\w+))?(?:\.sql)?")
# Ways to write one header that formats.md takes for the same. Only the first is left out of the checksum.
SPELLINGS = "-- name: migrate-{}-{}", "--name:MIGRATE_{}_{}", "-- NAME : migrate-{}-{}!", " --\tname: Migrate--{}_{};"
VERSIONS = re.compile(
    r"^(?:--\s*name:\s*migrate-[^-]+-(?:up|down)|--\s*Version:\s*.*|Version:\s*.*)\s*$", re.MULTILINE | re.IGNORECASE
)


def parse(name: str) -> Version:
    series, digits, _ = NAME.fullmatch(name).groups()
    return series or "", len(digits) == 14, int(digits)


def spell(version: Version, width: int = 4) -> str:
    series, _, number = version
    return (f"ext_{series}_" if series else "") + f"{number:0{width}}"


@dataclass(frozen=True, order=True)
class File:
    name: str
    data: bytes

    @cached_property
    def version(self) -> Version:
        return parse(self.name)

    @cached_property
    def spelled(self) -> str:
        return spell(self.version, max(4, len(NAME.fullmatch(self.name)[2])))

    @cached_property
    def title(self) -> str:
        return NAME.fullmatch(self.name)[3]

    def header(self, key: str) -> str:
        found = re.search(rf"^-- {key}: *(.*?)\r?$", self.data.decode(), re.M)
        return found[1] if found else ""

    def logged(self, way: str) -> list[int]:
        return [int(number) for number in re.findall(rf"\((\d+), '{way}'\)", self.data.decode())]

    @cached_property
    def ids(self) -> Ids:
        return frozenset(self.logged("up"))

    @cached_property
    def replaces(self) -> list[Version]:
        return [parse(version) for version in re.findall(r"\w+", self.header("replaces"))]

    @cached_property
    def checksum(self) -> str:
        return hashlib.md5(VERSIONS.sub("", self.data.decode().replace("\r\n", "\n")).encode()).hexdigest()

    def moved(self, spelled: str, title: str = "") -> "File":
        """The file under another version, in its name and in every header; nothing else of it changes."""
        text = self.data.replace(self.spelled.encode(), spelled.encode())
        return File(f"{spelled}_{title or self.title}.sql", text)


def files_of(folder: Folder) -> list[File]:
    return sorted((File(name, data) for name, data in folder.items()), key=lambda file: file.version)


def write(rng: random.Random, number: int, spelled: str) -> File:
    """A migration that fails when it is applied or reverted twice, and leaves a line in the log each time."""
    head = [f"-- Version: {spelled}", f"-- Description: make {number}", "-- reviewed: yes"]
    lines = rng.sample(head, rng.randint(0, 3)) + ["-- transactional: false"] * (rng.random() < 0.1)
    header, log = rng.choice(SPELLINGS), f"insert into m_log (id, way) values ({number}, '%s');"
    lines += [header.format(spelled, "up"), f"create table m_{number} (n integer);", log % "up", ""]
    if rng.random() < 0.93:
        lines += [header.format(spelled, "down"), f"drop table m_{number};", log % "down", ""]
    return File(f"{spelled}_make_{number}.sql", rng.choice(["\n", "\r\n"]).join(lines).encode())


class Clone:
    """A folder of migrations, and the trunk as it was when the two were last the same."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.name, self.base = folder, folder.name, Folder()
        (folder / "migrations").mkdir(parents=True)
        (folder / "rung.toml").write_text(f'database = "{url}"\n')

    def read(self) -> Folder:
        return {path.name: path.read_bytes() for path in sorted((self.folder / "migrations").iterdir())}

    @property
    def files(self) -> list[File]:
        return files_of(self.read())

    def write(self, files: list[File]) -> None:
        for path in (self.folder / "migrations").iterdir():
            path.unlink()
        for file in files:
            (self.folder / "migrations" / file.name).write_bytes(file.data)

    def replace(self, old: File, *new: File) -> None:
        self.write([*(file for file in self.files if file.name != old.name), *new])

    def numbers(self, series: str) -> set[int]:
        """The numbers that are taken, by files and by what squashed files stand for."""
        taken = [version for file in self.files for version in (file.version, *file.replaces)]
        return {number for name, timed, number in taken if name == series and not timed}

    def next(self, series: str) -> int:
        return 1 + max(self.numbers(series), default=0)
