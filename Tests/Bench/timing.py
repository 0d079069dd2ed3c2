"""One run of a command: how long it takes and how much memory it uses."""

import os
import shutil
import signal
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any


class Failed(Exception):
    """A command that could not be run, failed or took too long, and why."""


@dataclass(frozen=True)
class Command:
    arguments: list[str]
    folder: Path
    input: Path | None = None
    variables: dict[str, str] = field(default_factory=dict)
    name: str = ""  # for messages, where the program is not the first argument


def environment(variables: dict[str, str]) -> dict[str, str]:
    """The environment without what would change what a tool does."""
    changing = ("RUNG_", "PG", "DBMATE_", "DATABASE_URL", "MAKE", "MFLAGS")
    return {name: value for name, value in os.environ.items() if not name.startswith(changing)} | variables


def out_of_time(*_: Any) -> None:
    raise TimeoutError


def run(command: Command, longest: float, output: str = os.devnull) -> float:
    """Run a command with its standard output in a file: its milliseconds. `longest` is in seconds."""
    program = shutil.which(command.arguments[0])
    if not program:
        raise Failed(f"no program '{command.arguments[0]}'")
    errors = str(command.folder / "errors")
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, str(command.input or os.devnull), os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, writing, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, errors, writing, 0o644),
    ]
    variables = environment(command.variables)
    os.chdir(command.folder)
    signal.signal(signal.SIGALRM, out_of_time)
    signal.setitimer(signal.ITIMER_REAL, longest)
    start = time.perf_counter_ns()
    # A process group of its own, so that what the command starts can be ended with it.
    process = os.posix_spawn(program, command.arguments, variables, file_actions=actions, setpgroup=0)
    try:
        _, status = os.waitpid(process, 0)
        taken = time.perf_counter_ns() - start
    except BaseException as stop:
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        if isinstance(stop, TimeoutError):
            raise Failed(f"one run takes more than {longest:g} s") from stop
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if status != 0:
        raise Failed(failure(command, os.waitstatus_to_exitcode(status), [errors, output]))
    return taken / 1e6


def peak_memory(command: Command, longest: float, output: str) -> tuple[int, int]:
    """Run a command: its kilobytes, and how many would be seen of a program that uses none."""
    result = command.folder / "memory"
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")), str(result)]
    program = shutil.which(command.arguments[0])
    if not program:
        raise Failed(f"no program '{command.arguments[0]}'")
    launched = [*launcher, program, *command.arguments[1:]]
    run(replace(command, arguments=launched, name=command.arguments[0]), longest, output)
    used, floor = result.read_text().split()
    return int(used), int(floor)


def failure(command: Command, status: int, files: list[str]) -> str:
    """The exit status, and the last line that the command printed."""
    name = Path(command.name or command.arguments[0]).name
    for file in files:
        if file == os.devnull:
            continue
        lines = [line.strip() for line in Path(file).read_text(errors="replace").splitlines() if line.strip()]
        if lines:
            return f"{name} ends with {status}: {lines[-1].replace(str(command.folder), '.')[:160]}"
    return f"{name} ends with {status}"
