"""{description}

Version: {version}
Created: {created_at}
Author: {author}
"""

from collections.abc import Iterable


def up(context: "object | None" = None) -> "str | Iterable[str]":
    """Return the SQL that makes the change: a text, or several."""
    raise NotImplementedError("up() of {version} is as it was made; write the SQL that makes the change into it")


def down(context: "object | None" = None) -> "str | Iterable[str]":
    """Return the SQL that undoes it."""
    raise NotImplementedError(
        "down() of {version} is as it was made; write the SQL that undoes the change, or delete the function"
    )
