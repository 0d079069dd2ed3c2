"""A program on a terminal of its own, and what stands on the screen."""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from showing import holds

SEQUENCE = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])")


def screen(text: str, columns: int) -> list[str]:
    """The lines of a screen after a program has written a text; only what Rung may send is known."""
    lines, at = [""], 0
    place = 0
    while place < len(text):
        found = SEQUENCE.match(text, place)
        if found:
            holds(found[2] in "mK", f"a sequence that is not known: {found[0]!r}")
            if found[2] == "K":
                lines[-1] = lines[-1][:at]
            place = found.end()
            continue
        letter = text[place]
        place += 1
        if letter == "\r":
            at = 0
        elif letter == "\n":
            lines.append("")
        else:
            holds(letter >= " ", f"a control character: {letter!r}")
            if at == columns:
                lines.append("")
                at = 0
            lines[-1] = lines[-1].ljust(at)[:at] + letter + lines[-1][at + 1:]
            at += 1
    return lines


class Terminal:
    """A program whose three standard streams are a terminal, unless told otherwise."""

    def __init__(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str], columns: int = 80, lines: int = 24
    ) -> None:
        self.columns = columns
        self.text = ""
        self.bytes = b""
        self.master, end = os.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            words, cwd=folder, env={"TERM": "xterm", **environment}, stdin=end, stdout=end, stderr=end,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))  # noqa: PLW1509
        os.close(end)

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def read(self, seconds: float) -> bool:
        """Reads what comes; false if that is all."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            part = os.read(self.master, 1 << 16)
        except OSError:
            return False
        self.bytes += part
        self.text = self.bytes.decode(errors="ignore")
        return bool(part)

    def until(self, pattern: str, seconds: float = 20) -> "Terminal":
        end = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            holds(time.monotonic() < end and self.read(0.1), f"{pattern!r} does not come: {self.text!r}")
        return self

    def ended(self, *statuses: int) -> "Terminal":
        while self.read(30):
            pass
        status = self.process.wait(30)
        os.close(self.master)
        holds(status in statuses, f"status {status}, not {statuses}: {self.text!r}")
        return self

    @property
    def shown(self) -> list[str]:
        """The screen's lines, without the empty one at the end."""
        lines = [line.rstrip() for line in screen(self.text, self.columns)]
        return lines[:-1] if lines[-1] == "" else lines


INTERRUPTED = -signal.SIGINT
