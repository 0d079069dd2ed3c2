"""{description}

Version: {version}
Created: {created_at}
Author: {author}

PostgreSQL builds no index concurrently inside a transaction.

-- transactional: false
"""

from collections.abc import Iterable

NAME, ON = "", "orders (placed_at)"


def up(context: "object | None" = None) -> "str | Iterable[str]":
    """Build the index; one that a failed build left behind, and that is not valid, goes first."""
    if not NAME:
        raise NotImplementedError("up() of {version} is as it was made; give the index a NAME, and what it is ON")
    return [f"DROP INDEX CONCURRENTLY IF EXISTS {{NAME}}", f"CREATE INDEX CONCURRENTLY {{NAME}} ON {{ON}}"]


def down(context: "object | None" = None) -> "str | Iterable[str]":
    """Drop it."""
    if not NAME:
        raise NotImplementedError("down() of {version} is as it was made; give the index a NAME")
    return f"DROP INDEX CONCURRENTLY IF EXISTS {{NAME}}"
