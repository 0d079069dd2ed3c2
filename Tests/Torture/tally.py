"""The counts of kills, which a file keeps so that another call can go on."""

import collections
import json
from pathlib import Path

# The columns of the table, besides the kinds and numbers of the kills.
COLUMNS = ["databases", "resumes", "asked", "untrue", "differences", "unexpected"]
FAULTS = ["untrue", "differences", "unexpected"]


class Tally:
    def __init__(self, file: str | None) -> None:
        self.file = Path(file) if file else None
        self.counts: collections.Counter[str] = collections.Counter()
        if self.file and self.file.exists():
            self.counts.update(json.loads(self.file.read_text()))

    def add(self, name: str, number: int = 1) -> None:
        """Count something; what has a detail, as in 'repairs: counted', counts for both."""
        self.counts[name] += number
        if ": " in name:
            self.counts[name.split(": ")[0]] += number

    def keep(self) -> None:
        if self.file:
            part = self.file.with_suffix(".part")
            part.write_text(json.dumps(dict(sorted(self.counts.items())), indent=2) + "\n")
            part.replace(self.file)

    @property
    def kills(self) -> int:
        return self.counts["kills"]

    @property
    def has_faults(self) -> bool:
        return any(self.counts[name] for name in FAULTS)

    def details(self, name: str) -> str:
        found = {key.split(": ")[1]: count for key, count in sorted(self.counts.items()) if key.startswith(f"{name}: ")}
        total = str(self.counts[name])
        return f"{total} ({', '.join(f'{key} {count}' for key, count in found.items())})" if found else total

    def table(self, kind: str, first: str = "kills") -> str:
        head = ["", first, *COLUMNS]
        row = [kind, *(self.details(name) for name in head[1:])]
        rule = "|---" * len(head) + "|"
        return "\n".join([f"| {' | '.join(head)} |", rule, f"| {' | '.join(row)} |"])
