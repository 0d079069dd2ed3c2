"""What the database holds after each statement of the series, found without Rung.

The database's own client runs the series, one statement at a time. A run that was stopped anywhere must leave one of
these states: the one that Rung has counted, or one statement more where the guide says that this may be.
"""

import dataclasses
import hashlib

import project
from places import Place


def mark(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


@dataclasses.dataclass(frozen=True)
class Reference:
    """States by the number of statements that have run, from the first statement of the first migration on."""

    series: list[project.Migration]
    marks: list[str]
    content: str

    def before(self, version: str) -> int:
        """How many statements run before a migration."""
        count = 0
        for migration in self.series:
            if migration.version == version:
                return count
            count += len(migration.statements)
        raise KeyError(version)

    def migration(self, version: str) -> project.Migration:
        return next(migration for migration in self.series if migration.version == version)

    def counted(self, applied: list[tuple[str, int]], unfinished: list[tuple[str, int]]) -> int:
        """How many statements have run, according to Rung's own tables."""
        count = sum(len(self.migration(version).statements) for version, _ in applied)
        return count + sum(done for _, done in unfinished)


def find(place: Place, series: list[project.Migration], name: str) -> Reference:
    place.make(name)
    place.send(name, ["select 1"])
    marks = [mark(place.content(name))]
    content = ""
    for migration in series:
        settings: list[str] = []
        for statement in migration.statements:
            # A session of its own for each statement, which has the settings of those before it.
            place.send(name, [*settings, statement])
            if project.is_setting(statement):
                settings.append(statement)
            content = place.content(name)
            marks.append(mark(content))
    return Reference(series, marks, content)
