"""Whether what a run says, and what Rung has counted, is true of the database."""

import re

from places import OWN, Tracking
from project import commits_by_itself
from reference import Reference

DONE = re.compile(r"^(\d{4}): .* … \d+ \w+$", re.M)


def next_statement(reference: Reference, tracking: Tracking) -> str | None:
    """The statement after those that are counted, in a migration that is unfinished."""
    for version, done in tracking.unfinished:
        statements = reference.migration(version).statements
        if done < len(statements):
            return statements[done]
    return None


def is_ahead(kind: str, reference: Reference, tracking: Tracking, found: str) -> bool:
    """Whether the database is one statement further than counted, where the guide says that this may be."""
    statement = next_statement(reference, tracking)
    if statement is None or not commits_by_itself(kind, statement):
        return False
    count = reference.counted(tracking.applied, tracking.unfinished)
    return reference.marks[count] != found == reference.marks[count + 1]


def wrong_state(kind: str, reference: Reference, tracking: Tracking, found: str) -> list[str]:
    """What is wrong with a database in which nothing runs: its content is compared with what is counted."""
    wrong = []
    versions = [version for version, _ in tracking.applied]
    if versions != [migration.version for migration in reference.series][: len(versions)]:
        wrong.append(f"{OWN} has the versions {versions}")
    if [number for _, number in tracking.applied] != list(range(1, len(versions) + 1)):
        wrong.append(f"execution_sequence is {[number for _, number in tracking.applied]}")
    if len(tracking.unfinished) > 1 or {version for version, _ in tracking.unfinished} & set(versions):
        wrong.append(f"unfinished are {tracking.unfinished}, applied are {versions}")
    if wrong:
        return wrong
    count = reference.counted(tracking.applied, tracking.unfinished)
    if found != reference.marks[count] and not is_ahead(kind, reference, tracking, found):
        places = [number for number, mark in enumerate(reference.marks) if mark == found]
        wrong.append(f"{count} statements are counted; the content is that after {places or 'no number of'} statements")
    return wrong


def untrue(output: str, reference: Reference, tracking: Tracking, found: str) -> list[str]:
    """The claims of a run's output that the database contradicts."""
    applied = {version for version, _ in tracking.applied}
    unfinished = {version for version, _ in tracking.unfinished}
    wrong = [f"'{version}' was reported as done" for version in DONE.findall(output) if version not in applied]

    def is_before(version: str) -> bool:
        return version not in applied | unfinished and found == reference.marks[reference.before(version)]

    for version in re.findall(r"nothing of '(\d+)' remains", output):
        if not is_before(version):
            wrong.append(f"something of '{version}' remains")
    for version in re.findall(r"'(\d+)' was committed nevertheless", output):
        if version not in applied:
            wrong.append(f"'{version}' was not committed")
    for version in re.findall(r"no statement of '(\d+)' has finished", output):
        if not is_before(version):
            wrong.append(f"a statement of '{version}' has finished")
    for version in re.findall(r"this run has sent no statement of '(\d+)'", output):
        if version not in unfinished and not is_before(version):
            wrong.append(f"a statement of '{version}' was sent")
    kept = re.search(r"cannot apply '(\d+)'.*(?:finished|earlier) statements are kept", output, re.S)
    if kept and kept[1] not in unfinished:
        words = "is applied" if kept[1] in applied else "is pending"
        wrong.append(f"'{kept[1]}' {words}, so that nothing is there to resume")
    return wrong
