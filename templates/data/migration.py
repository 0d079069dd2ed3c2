"""{description}

Version: {version}
Created: {created_at}
Author: {author}

-- transactional: false
"""

from collections.abc import Iterable, Iterator

LAST = 0  # the greatest key there is
BATCH = 5000


def batches() -> Iterator[str]:
    """A statement for each range of keys; each is committed by itself, so that no lock lasts."""
    if not LAST:
        raise ValueError("LAST is 0; write the greatest key there is")
    for first in range(1, LAST + 1, BATCH):
        last = first + BATCH - 1
        yield f"UPDATE orders SET total_cents = total * 100 WHERE total_cents IS NULL AND id BETWEEN {{first}} AND {{last}}"


def up(context: "object | None" = None) -> "str | Iterable[str]":
    """Return the SQL that changes the data."""
    raise NotImplementedError("up() of {version} is as it was made; write its UPDATE, then return batches()")


def down(context: "object | None" = None) -> "str | Iterable[str]":
    """Return the SQL that undoes it."""
    raise NotImplementedError(
        "down() of {version} is as it was made; write the SQL that undoes the change, or delete the function"
    )
