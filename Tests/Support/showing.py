"""What a behaviour is held against, and what became of it."""

import subprocess
import traceback
from collections.abc import Callable
from typing import Any


class Mismatch(Exception):
    """What was shown is not what was said."""


def equal(got: Any, expected: Any, what: str) -> None:
    if got != expected:
        raise Mismatch(f"{what}: expected {repr(expected):.900}, got {repr(got):.900}")


def holds(condition: object, what: str) -> None:
    if not condition:
        raise Mismatch(what)


def fault(show: Callable[[Any], None], make_stage: Callable[[], Any]) -> str:
    """What went wrong on a stage made for it, which is closed in the end; nothing where all went well."""
    stage = None

    def told(step: Callable[[], Any]) -> str:
        try:
            step()
            return ""
        except Mismatch as mismatch:
            return str(mismatch)
        except (AssertionError, LookupError, OSError, TypeError, ValueError, subprocess.SubprocessError):
            return traceback.format_exc(limit=-3)

    def play() -> None:
        nonlocal stage
        stage = make_stage()
        show(stage)

    # What went wrong first may be why the stage cannot be closed.
    first = told(play)
    last = told(stage.close) if stage else ""
    return "\n".join(part for part in (first, last) if part)
