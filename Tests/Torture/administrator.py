"""The careful administrator, who reads what Rung says, looks at the database, and does what the message asks."""

import re

from places import Tracking
from reference import Reference, mark
from runs import Ending, Runner


def lost_settings(reference: Reference, tracking: Tracking) -> list[str]:
    """Settings of the session that finished statements made, and that a resumed run does not have."""
    settings: list[str] = []
    for version, done in tracking.unfinished:
        for statement in reference.migration(version).statements[:done]:
            if statement.startswith("set "):
                settings.append(statement)
            elif statement.startswith("reset "):
                settings = [setting for setting in settings if setting.split()[1] != statement.split()[1]]
    return settings


def count_by_hand(runner: Runner, name: str, reference: Reference, ending: Ending) -> Ending | None:
    """Correct the number of finished statements, if the message names a number and the database agrees with it."""
    found = mark(runner.place.content(name))
    for version, number in re.findall(r"rung resolve (\d+) --finished (\d+)", ending.output):
        if reference.marks[reference.before(version) + int(number)] == found:
            return runner.run(["resolve", version, "--finished", number], name)
    return None
