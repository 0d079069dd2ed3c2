"""How a behaviour is declared, and what it is held against."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Support"))

from showing import Mismatch, equal, holds  # noqa: F401  who shows a behaviour has them from here

Files = dict[str, str]
Show = Callable[[Any], None]  # takes a `stage.Case`
SOFT = re.compile(r"✗ .*|Unknown revision.*|Migration file not found.*|does not support downgrade")


@dataclass
class Behaviour:
    name: str
    show: Show
    docs: str | None  # what docs/sqlspec.md says about it, if the two tools differ
    server: bool  # shown on PostgreSQL


BEHAVIOURS: list[Behaviour] = []


def same(name: str, server: bool = False) -> Callable[[Show], None]:
    """A behaviour that Rung has from SQLSpec."""
    return lambda show: BEHAVIOURS.append(Behaviour(name, show, None, server))


def differs(name: str, docs: str, server: bool = False) -> Callable[[Show], None]:
    """A behaviour where Rung does otherwise; `docs` is a phrase of docs/sqlspec.md, which has the reason."""
    return lambda show: BEHAVIOURS.append(Behaviour(name, show, docs, server))


def migration(
    version: str, title: str = "x", *, up: str = "", down: str | None = "", file: str = "", head: str = ""
) -> Files:
    """A file that makes and drops a table of its own, unless told otherwise; `down=None` for no way back."""
    text = f"{head}-- name: migrate-{version}-up\n{up or f'CREATE TABLE t_{version} (id INTEGER);'}\n"
    if down is not None:
        text += f"\n-- name: migrate-{version}-down\n{down or f'DROP TABLE t_{version};'}\n"
    return {file or f"{version}_{title}.sql": text}


@dataclass
class Answer:
    """How a command ended and all that it said; of SQLSpec what its own command line would have made of it."""

    command: str
    status: int
    said: str

    @property
    def failed(self) -> bool:
        return self.status != 0 or SOFT.search(self.said) is not None

    def done(self, *words: str) -> "Answer":
        holds(not self.failed, f"{self.command} failed with {self.status}: {self.said[-400:]}")
        return self.says(*words)

    def refused(self, status: int, *words: str) -> "Answer":
        equal(self.status, status, f"status of {self.command} ({self.said[-400:].strip()})")
        holds(self.failed, f"{self.command} did not fail: {self.said[-400:]}")
        return self.says(*words)

    def says(self, *words: str) -> "Answer":
        for word in words:
            holds(word in self.said, f"{self.command} does not say {word!r}, but {self.said[-600:]!r}")
        return self

    def silent_on(self, *words: str) -> "Answer":
        for word in words:
            holds(word not in self.said, f"{self.command} says {word!r}: {self.said[-600:]!r}")
        return self
