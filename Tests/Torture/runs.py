"""Runs of Rung of which a victim is killed.

It is Rung itself, the client that it started, both with all other processes of the run (`group`), the server, or all of
these, as if the machine had died.
"""

import contextlib
import dataclasses
import os
import random
import shlex
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from places import Place, wait_until

LATE = 120


@dataclasses.dataclass(frozen=True)
class Ending:
    """How a run ended: its status, -9 if it was killed itself; what it printed; and the victim, if one was hit."""

    command: str
    status: int
    output: str
    victim: str | None = None
    seconds: float = 0.0

    def __str__(self) -> str:
        hit = f", '{self.victim}' was killed" if self.victim else ""
        return f"$ {self.command}\n{self.output.rstrip()}\n[{self.status}{hit}]"


def processes_of(session: int) -> dict[int, str]:
    """The living processes of a session, with the names by which they were started."""
    found = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = file.read_text(errors="replace").rpartition(") ")[2].split()
            if int(fields[3]) == session and fields[0] not in "ZX":
                command = (file.parent / "cmdline").read_text(errors="replace")
                found[int(file.parent.name)] = Path(command.partition("\0")[0]).name
    return found


@dataclasses.dataclass
class Server:
    """The command that kills the server and starts it again: Tests/Support/server, with its first two arguments."""

    command: str

    def call(self, verb: str) -> None:
        subprocess.run([*shlex.split(self.command), verb], check=True, timeout=LATE, stdin=subprocess.DEVNULL)


class Runner:
    """Starts Rung in a folder, in a session of its own, and kills what it is asked to."""

    def __init__(self, rung: str, place: Place, server: Server | None = None) -> None:
        self.rung, self.place, self.server = rung, place, server

    @property
    def victims(self) -> list[str]:
        names = ["rung"]
        if self.place.client:
            names += ["client", "group"]
        return names + (["server", "machine"] if self.server else [])

    def start(self, arguments: list[str], url: str, out) -> subprocess.Popen:
        # Statements of a server whose client has died may take a while to end: the lock is waited for.
        command = [self.rung, *arguments, "-d", url, "--lock-timeout", "30s"]
        return subprocess.Popen(
            command, cwd=self.place.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            start_new_session=True)

    def run(
        self, arguments: list[str], name: str, victim: str | None = None, after: float = 0.0, url: str | None = None
    ) -> Ending:
        """One run on the database of that name; the victim is killed after so many seconds."""
        with tempfile.TemporaryFile() as out:
            start = time.monotonic()
            process = self.start(arguments, url or self.place.url(name), out)
            hit = None
            try:
                if victim:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(after)
                    hit = victim if process.poll() is None and self.kill(victim, process) else None
                process.wait(LATE)
            except subprocess.TimeoutExpired:
                self.kill("group", process)
                process.wait()
                raise
            seconds = time.monotonic() - start
            if hit in ("server", "machine"):
                self.server.call("start")
            self.last = process.pid
            out.seek(0)
            said = out.read().decode(errors="replace")
        return Ending(shlex.join(["rung", *arguments]), process.returncode, said, hit, seconds)

    def kill(self, victim: str, process: subprocess.Popen) -> bool:
        """Whether somebody was there to be killed."""
        if victim == "server":
            self.server.call("crash")
            return True
        if victim == "machine":
            return self.kill("group", process) and self.kill("server", process)
        if victim == "rung":
            process.send_signal(signal.SIGKILL)
            return True
        if victim == "group":
            for number in [process.pid, *processes_of(process.pid)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            return True
        # The client runs most of the time, but not always.
        while process.poll() is None:
            clients = [number for number, name in processes_of(process.pid).items() if name == self.place.client]
            for number in clients:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            if clients:
                return True
        return False

    def await_rest(self, name: str) -> None:
        """Wait until nothing works on the database any more, neither what a dead run left nor the server."""
        self.await_processes()
        self.place.await_quiet(name)

    def await_processes(self) -> None:
        """Wait until the processes of the last run are gone, but for a pause that a dead one was in."""
        wait_until(lambda: set(processes_of(self.last).values()) <= {"sleep"}, LATE, "the run leaves processes")


def moment(chance: random.Random, whole: float) -> float:
    """When to kill: anywhere in a run that takes as long as the undisturbed one, more often early."""
    return chance.uniform(0.0, whole * chance.choice([0.3, 0.6, 1.0]))
