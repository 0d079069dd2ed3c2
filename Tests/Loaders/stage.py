"""A project with one migration, and a loader run on it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Support"))

from showing import equal, fault, holds  # noqa: F401  who shows a behaviour has them from here

BEHAVIOURS: dict[str, Callable[["Stage"], None]] = {}


def behaviour(show: Callable[["Stage"], None]) -> Callable[["Stage"], None]:
    """Takes a function for a behaviour that its name tells."""
    BEHAVIOURS[show.__name__.replace("_", " ")] = show
    return show


@dataclass
class Answer:
    status: int
    out: bytes
    errors: str

    @property
    def pieces(self) -> list[str]:
        return self.out.decode().split("\0") if self.out else []

    def gives(self, *pieces: str) -> "Answer":
        equal((self.status, self.pieces), (0, list(pieces)), f"status and pieces ({self.errors.strip()[-500:]})")
        return self

    def fails(self, status: int, message: str = "") -> "Answer":
        """With that status, that text from the beginning of the last line of the file, and without any SQL."""
        equal((self.status, self.out), (status, b""), f"status and SQL ({self.errors.strip()[-500:]})")
        found = [
            at
            for at in range(len(self.errors))
            if self.errors.startswith("migrations/", at) and self.errors[at - 1 : at] in ("", "\n")
        ]
        said = self.errors[found[-1] :] if found else self.errors
        equal(said[: len(message)], message, f"the beginning of {said!r}")
        return self

    def says(self, *words: str) -> "Answer":
        for word in words:
            holds(word in self.errors, f"standard error does not say {word!r}: {self.errors!r}")
        return self

    def hides(self, *words: str) -> "Answer":
        for word in words:
            hidden = word not in self.errors and word.encode() not in self.out
            holds(hidden, f"{word!r} can be seen: {self.errors!r}")
        return self


class Stage:
    """`python` runs the migrations; `has_sqlspec` says whether SQLSpec is installed for it."""

    def __init__(self, programs: Path, python: str, has_sqlspec: bool, postgresql: str | None) -> None:
        self.programs, self.python, self.has_sqlspec, self.postgresql = programs, python, has_sqlspec, postgresql
        self.folder = Path(tempfile.mkdtemp(prefix="rung-loaders-")).resolve()
        (self.folder / "migrations").mkdir()

    def close(self) -> None:
        shutil.rmtree(self.folder)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"))
        return path

    def load(self, direction: str = "up", file: str = "migrations/0001_x.py", **variables: str) -> Answer:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("RUNG_", "PG", "PYTHON"))}
        environment = {
            **inherited,
            "RUNG_PYTHON": self.python,
            "RUNG_DIALECT": "sqlite",
            "RUNG_VERSION": "0001",
            "RUNG_PROJECT_ROOT": str(self.folder),
            **variables,
        }
        program = self.programs / f"rung-load-{file.rpartition('.')[2]}"
        done = subprocess.run(
            [program, direction, file],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr.decode())

    def python_of(self, text: str, direction: str = "up", **variables: str) -> Answer:
        """What a migration of that text gives."""
        self.write("migrations/0001_x.py", text)
        return self.load(direction, **variables)
