"""Where a password may not be seen: the arguments of processes, words, scripts, files that others can read."""

import contextlib
import os
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from declare import behaviour
from stage import Stage, equal, holds, migration

# The part that is looked for stands alike in a URL, an option file and a command.
PART = "h0rseb4ttery"
PASSWORD = f"it's {PART} \"q\" \\ #@:/%é $HOME"


def arguments() -> Iterator[bytes]:
    """The arguments of every process, as `ps` shows them."""
    if not Path("/proc/self/cmdline").exists():
        yield subprocess.run(["ps", "-A", "-ww", "-o", "args="], capture_output=True, check=True).stdout
        return
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{entry.name}/cmdline", "rb") as file:
                yield file.read()


class Watch:
    """Looks at all processes, and at the files of a project, again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: set[bytes] = set()
        self.clients: set[bytes] = set()
        self.open_files: set[str] = set()
        self.looks = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.is_set():
            for words in arguments():
                if PART.encode() in words:
                    self.seen.add(words)
                self.clients.add(words.split(b"\0")[0].rsplit(b"/", 1)[-1])
            for path in holding(self.folder):
                with contextlib.suppress(OSError):
                    mode = stat.S_IMODE(path.stat().st_mode)
                    if mode != 0o600:
                        self.open_files.add(f"{path.name} {mode:o}")
            self.looks += 1
            time.sleep(0.002)


def holding(folder: Path) -> list[Path]:
    """The files of a folder that hold the password."""
    found = []
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file() and PART.encode() in path.read_bytes():
                found.append(path)
    return found


def prepared(stage: Stage) -> None:
    """The database's URL is that of a user with the password."""
    stage.database.url = stage.database.guarded(PASSWORD)
    up = f"create table a (i integer);\n{stage.database.slow(0.5)}\ninsert into a values (1);"
    stage.write(migration("0001"), migration("0002", up, "drop table a;"))


@behaviour
def a_wrong_password_is_told_and_not_shown(stage: Stage) -> None:
    prepared(stage)
    right = stage.database.url
    wrong = right.replace(PART, f"{PART}Wrong")
    for words in (("status",), ("upgrade",), ("upgrade", "--dry-run"), ("current",)):
        said = stage.call(*words, RUNG_DATABASE=wrong)
        holds(said.status != 0, "the server lets everybody in: see what Tests/run makes of pg_hba.conf")
        said.ended(69).says("error:").silent_on(PART, "Wrong")
        equal(said.out, "", "standard output")
    stage.up()


@behaviour
def no_process_is_called_with_the_password(stage: Stage) -> None:
    prepared(stage)
    with Watch(stage.folder) as watch:
        stage.call("status").ended(0)
        stage.call("upgrade", "--dry-run").ended(0)
        stage.up()
        stage.call("status", "--json").ended(0)
        stage.call("redo").ended(0)
        stage.write(migration("0003", "select 1;\n\ninsert into nowhere values (1);", "select 1;", head="-- transactional: false\n"))
        stage.call("upgrade").ended(1)
        stage.call("resolve", "0003", "--reverted").ended(0)
        stage.call("stamp", "head").ended(0)
        stage.call("verify")
        stage.call("verify", "--data")
        stage.call("dump")
        stage.call("status", "--drift")
        stage.down("0001")
        stage.call("upgrade", RUNG_DATABASE=stage.database.url.replace(PART, f"{PART}Wrong")).ended(69)
    equal(watch.seen, set(), "processes with the password")
    equal(watch.open_files, set(), "files with the password that others may read")
    equal(holding(stage.folder), [], "files with the password, afterwards")
    equal(os.listdir(stage.folder / "tmp"), [], "temporary files, afterwards")
    client = stage.kind.program.encode()
    holds(watch.looks > 50 and client in watch.clients, f"{watch.looks} looks, which did not see {client!r}")


@behaviour
def the_password_stays_out_of_scripts_words_and_files(stage: Stage) -> None:
    prepared(stage)
    stage.write(migration("0003", "select 1;\n\ninsert into nowhere values (1);"))
    # What failed there without a transaction has to be settled; elsewhere there is nothing to settle.
    settled = 1 if stage.kind.is_transactional else 0
    for words, status in (
        (("status",), 0), (("upgrade", "--dry-run"), 0), (("upgrade", "--json", "--dry-run"), 0), (("upgrade",), 1),
        (("resolve", "0003", "--reverted"), settled), (("status", "--json"), 0), (("current", "--verbose"), 0),
        (("downgrade", "0001", "--dry-run"), 0),
    ):
        stage.call(*words).ended(status).silent_on(PART)
    bad = stage.database.url.replace(f"{PART}", f"{PART}@/")
    stage.call("status", RUNG_DATABASE=bad).silent_on(PART)
    equal(holding(stage.folder), [], "files with the password")
