"""What ought to happen when a folder of migrations meets a database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from project import File, Ids, Version


@dataclass(frozen=True)
class Row:
    spelled: str
    version: Version
    ids: Ids
    checksum: str
    description: str
    applied_at: int

    def becomes(self, file: File) -> "Row":
        return replace(self, spelled=file.spelled, version=file.version, ids=file.ids, checksum=file.checksum)

    def is_of(self, file: File | None) -> bool:
        return file is not None and file.version == self.version and file.checksum == self.checksum


def union(items: Iterable[File | Row]) -> Ids:
    return frozenset().union(*(item.ids for item in items))


@dataclass
class Forecast:
    """What a command finds that compares a folder with a database, and whether it may go on."""

    rows: list[Row]  # as they will be, in the order in which they were applied
    follows: list[tuple[Row, File]] = field(default_factory=list)  # renamed without being told
    by_hand: list[tuple[Row, File]] = field(default_factory=list)  # renamed by `rung reconcile` alone
    unclear: bool = False  # which file is whose: a person has to say
    partly: bool = False  # a squashed file, of which a part is applied
    pending: list[File] = field(default_factory=list)
    foreign: bool = False  # rows without their files

    @property
    def refused(self) -> bool:
        return bool(self.by_hand) or self.unclear or self.partly

    @property
    def collides(self) -> bool:
        """Something would run a second time: it has run under a name that this folder does not know of."""
        return bool(union(self.pending) & union(self.rows))


def forecast(folder: list[File], rows: list[Row]) -> Forecast:
    at, found = {file.version: file for file in folder}, Forecast(list(rows))
    loose = [row for row in rows if not row.is_of(at.get(row.version))]
    fresh = [file for file in folder if not any(row.is_of(file) for row in rows)]
    for row in loose:
        twins = [file for file in fresh if file.ids == row.ids and not file.replaces]
        found.unclear |= len(twins) > 1
        if len(twins) == 1:
            (found.follows if is_rename(row, twins[0]) else found.by_hand).append((row, twins[0]))
    moved = [row for row, _ in (*found.follows, *found.by_hand)]
    others = [at[row.version] for row in loose if row.version in at and row not in moved]
    found.unclear |= not all(file.replaces for file in others)  # their versions have other migrations here
    for row, file in found.follows:
        found.rows[found.rows.index(row)] = row.becomes(file)
    for file in fresh:
        if file.replaces and not any(row.is_of(file) for row in found.rows):
            meet(found, file, rows, at)
    taken = {row.version for row in found.rows}
    found.unclear |= len(taken) < len(found.rows)
    found.pending = [file for file in folder if file.version not in taken]
    found.foreign = not all(row.is_of(at.get(row.version)) for row in found.rows)
    return found


def is_rename(row: Row, file: File) -> bool:
    """Whether Rung may take it for one without being told."""
    known = re.sub(r"^adk_\d+_", "", row.description)  # in `ext_adk_0001_x.sql` the title is `adk_0001_x`
    later = file.version[1] and file.version[2] > row.applied_at
    return row.version[0] == file.version[0] and known == (file.header("Description") or file.title) and not later


def meet(found: Forecast, file: File, recorded: list[Row], at: dict[Version, File]) -> None:
    """A squashed file replaces the rows of its sources, if they are all there.

    It knows a row by its version, or by its text where the version is one of before a `fix`.
    """
    series, sums = file.version[0], file.header("replaced_checksums")
    lost = [row for row in recorded if row.version not in at and row.version[0] == series]
    known = [row for row in found.rows if row.version in file.replaces or row in lost and row.checksum in sums]
    # Under a number that two branches took another migration may be applied, of which no file tells any more. A number
    # that is spelled in another way may be spelled so in the text, too.
    taken_in = dict(zip(file.header("replaces").split(", "), sums.split(", "), strict=True))
    strange = [
        row for row in known
        if len(row.ids) == 1 and row.checksum != taken_in.get(row.spelled, row.checksum)
        and not any(other.ids == row.ids for other in at.values())
    ]
    found.unclear |= bool(strange)
    known = [row for row in known if row not in strange]
    rows = [row for row in known if row.ids <= file.ids]
    if rows and union(rows) == file.ids:
        found.follows.append((rows[0], file))
        found.rows = [rows[0].becomes(file) if row == rows[0] else row for row in found.rows if row not in rows[1:]]
    elif rows:
        found.partly = True
    else:
        replaced = [version for other in at.values() for version in other.replaces]
        found.unclear |= any(row.version not in replaced for row in lost)  # they may be what it replaces
