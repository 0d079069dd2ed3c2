"""The careful administrator, who reads what Rung says, looks at the database, and does what the message asks."""

import re

from reference import Reference, mark
from runs import Ending, Runner


def count_by_hand(runner: Runner, name: str, reference: Reference, ending: Ending) -> Ending | None:
    """Correct the number of finished statements, if the message names a number and the database agrees with it."""
    found = mark(runner.place.content(name))
    for version, number in re.findall(r"rung resolve (\d+) --finished (\d+)", ending.output):
        if reference.marks[reference.before(version) + int(number)] == found:
            return runner.run(["resolve", version, "--finished", number], name)
    return None
