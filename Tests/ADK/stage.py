"""One database: `rung` run on it, and a real store of each generation to call."""

import atexit
import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from actor import decode, encode
from database import Database

HERE = Path(__file__).resolve().parent
VERSIONS = ["0001", "0002", "0003", "0004"]
NAMES = {"session_table": "adk_sessions", "events_table": "adk_events"}
Settings = dict[str, Any]


def check(found: Any, expected: Any, what: str) -> None:
    if found != expected:
        sys.exit(f"not ok - {what}:\n  expected {expected!r:.2000}\n  found    {found!r:.2000}")


def toml(table: str, settings: Settings) -> str:
    return "\n".join([f"[{table}]", *(f"{key} = {json.dumps(value)}" for key, value in settings.items()), ""])


@functools.cache
def actor(python: str) -> subprocess.Popen[str]:
    """Plays the stores of one Python for every test: it takes a second to start, and keeps nothing between calls."""
    playing = subprocess.Popen(
        [python, "-B", "-W", "ignore", str(HERE / "actor.py")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
    atexit.register(playing.communicate)
    return playing


class Stage:
    def __init__(self, rung: str, pythons: list[str], kind: str, database: Database, extension: str = "adk") -> None:
        self.extension = extension
        self.rung_program, self.kind, self.database = rung, kind, database
        self.shown = 0
        (database.folder / "migrations").mkdir(exist_ok=True)
        self.actors = [actor(python) for python in pythons]

    @property
    def has_memory(self) -> bool:
        return self.kind != "postgresql"

    def close(self) -> None:
        self.database.close()

    def say(self, text: str) -> None:
        self.shown += 1
        print(f"ok - {self.kind}: {text}", flush=True)

    # Rung

    def rung(self, settings: Settings, *words: str, table: str = "ddl_migrations", status: int = 0) -> str:
        """What `rung` says; `table` is where it keeps its record."""
        folder = self.database.folder
        text = toml("migration", {"version_table_name": table}) + toml(f"extension.{self.extension}", settings)
        (folder / "rung.toml").write_text(text)
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("RUNG_", "PG"))}
        ran = subprocess.run(
            [self.rung_program, *words], cwd=folder, env=inherited | {"RUNG_DATABASE": self.database.url},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=120)  # fmt: skip
        what = f"{self.kind}: rung {' '.join(words)}, with {settings}"
        check(ran.returncode, status, f"{what}:\n{ran.stdout}\nits status")
        return ran.stdout

    def upgrade(self, settings: Settings, version: str = "", **more: Any) -> str:
        """Up to this one, or as far as the settings ask."""
        return self.rung(settings, "upgrade", f"ext_adk_{version}" if version else "head", **more)

    def states(self, settings: Settings) -> dict[str, str]:
        rows = json.loads(self.rung(settings, "status", "--json"))["migrations"]
        return {row["version"]: row["state"] for row in rows}

    # SQLSpec

    def play(self, generation: int, calls: list[Any], settings: Settings | None = None,
             adapter: int = 0, database: Database | None = None) -> list[Any]:  # fmt: skip
        """What a real store answers; `adapter` chooses among those that speak to this database."""
        database = database or self.database
        known = NAMES | (settings or {})
        if generation == 1:
            kept = (*NAMES, "owner_id_column", "script_location")
            known = {key: value for key, value in known.items() if key in kept}
        name = database.adapters[adapter][generation - 1]
        actor = self.actors[generation - 1]
        assert actor.stdin and actor.stdout
        print(json.dumps([name, database.url, known, calls], default=encode), file=actor.stdin, flush=True)
        answer = actor.stdout.readline()
        if not answer:
            sys.exit(f"not ok - {name} of generation {generation} died on {calls!r:.500}")
        return json.loads(answer, object_hook=decode)

    def works(self, generation: int, calls: list[Any], settings: Settings | None = None, adapter: int = 0) -> list[Any]:
        """The same, and nothing may fail."""
        results = self.play(generation, calls, settings, adapter)
        for call, result in zip(calls, results, strict=True):
            if isinstance(result, dict) and "error" in result:
                sys.exit(f"not ok - {self.kind}, generation {generation}: {call!r:.300}: {result['error']}")
        return results
