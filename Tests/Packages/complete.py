"""Types a line and Tab at a shell's prompt, and waits until the shell has offered some words.

usage: complete.py SHELL SHARE LINE WORD...

SHELL is bash, zsh or fish, and SHARE the folder 'share' of an installation. Exit status: 0 all words were offered; 1 the
shell, whose screen is printed then, has not offered them in 30 seconds.
"""

import fcntl
import os
import pty
import re
import select
import struct
import sys
import tempfile
import termios
import time

READY = "is-ready"
# What is done before the first prompt; the marker is put together by the shell, so that its echo does not count.
BEGIN = f"printf '%s-%s\\n' is ready\n"
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='$ '; source {share}/bash-completion/completions/rung; "),
    "zsh": (
        ["zsh", "-f", "-i"],
        "PS1='$ '; fpath=({share}/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -D; "),
    "fish": (["fish", "--no-config", "-i"], "source {share}/fish/vendor_completions.d/rung.fish; "),
}
PATIENCE = 30


def start(words: list[str]) -> int:
    """The terminal of a shell."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm", "HOME": tempfile.gettempdir(), "LC_ALL": "C.UTF-8", "HISTFILE": "/dev/null"}
        os.execvp(words[0], words)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    return terminal


def read(terminal: int, is_enough) -> tuple[bool, str]:
    """What the shell shows until it is enough."""
    shown, until = "", time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += os.read(terminal, 65536).decode(errors="replace")
            except OSError:
                break
            if is_enough(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>].?|\r|\x07", " ", shown)):
                return True, shown
    return False, shown


def main(shell: str, share: str, line: str, *words: str) -> int:
    program, setup = SHELLS[shell]
    terminal = start(program)
    os.write(terminal, (setup.format(share=share) + BEGIN).encode())
    is_ready, shown = read(terminal, lambda text: READY in text)
    if is_ready:
        # Where more than one is offered, bash lists them at the second Tab, when it has looked for them at the first.
        os.write(terminal, line.encode() + b"\t")
        time.sleep(1)
        if shell == "bash":
            os.write(terminal, b"\t")
        found, shown = read(terminal, lambda text: all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words))
        if found:
            return 0
    print(shown)
    return 1


sys.exit(main(*sys.argv[1:]))
