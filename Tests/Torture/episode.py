"""One database, from its first run to the end of the last migration, with kills on the way."""

import difflib
import random
import typing

import administrator
import claims
from places import RUN, Tracking
from reference import Reference, mark
from runs import Ending, Runner, moment
from tally import Tally

# After so many kills on one database it is left to finish; after so many runs it never would.
MOST_KILLS, MOST_RUNS = 25, 200


class Over(Exception):
    """The database is given up, because it is known or counted what is wrong with it."""


class Episode:
    def __init__(
        self, runner: Runner, reference: Reference, tally: Tally, chance: random.Random, whole: float, goal: int
    ) -> None:
        self.runner, self.reference, self.tally, self.chance, self.whole = runner, reference, tally, chance, whole
        self.place, self.goal = runner.place, goal
        self.story: list[str] = []
        self.kills = 0
        self.last_count: tuple[str, int] | None = None

    def play(self) -> None:
        self.place.make(RUN)
        try:
            self.go()
        except Over:
            pass
        except Exception as error:  # whatever stops this one, the next one starts
            self.fault("unexpected", f"{type(error).__name__}: {error}")
        self.tally.add("databases")

    def go(self, arguments: list[str] | None = None) -> None:
        arguments = arguments or ["upgrade"]
        for _ in range(MOST_RUNS):
            ending = self.run(arguments)
            if ending.status == 0:
                return self.compare(ending)
            arguments = ["upgrade"]
            if ending.status == -9:
                # Half of the time the next run starts while the server still works for the dead one.
                if self.chance.random() < 0.5:
                    self.runner.await_rest(RUN)
                    self.check(ending)
                continue
            self.runner.await_rest(RUN)
            tracking = self.check(ending)
            if "was interrupted while being" in ending.output:
                self.prepare(tracking)
                arguments = ["upgrade", "--resume"]
            elif "--finished" in ending.output:
                self.count(ending)
                arguments = ["upgrade", "--resume"]
            elif ending.status != 69 or not ending.victim:
                self.give_up("unexpected", f"the run ended with {ending.status}")
        self.fault("unexpected", "it never ends")

    def run(self, arguments: list[str]) -> Ending:
        victim = None
        if self.kills < MOST_KILLS and self.tally.kills < self.goal and self.chance.random() < 0.9:
            victim = self.chance.choice(self.runner.victims)
        ending = self.runner.run(arguments, RUN, victim, moment(self.chance, self.whole))
        self.story.append(str(ending))
        if ending.victim:
            self.kills += 1
            self.tally.add(f"kills: {ending.victim}")
        if arguments[-1] == "--resume":
            self.tally.add("resumes")
        return ending

    def check(self, ending: Ending) -> Tracking:
        """Compare what is counted and what was said with the database, in which nothing runs now."""
        tracking = self.place.tracking(RUN)
        found = mark(self.place.content(RUN))
        wrong = []
        if not self.is_half(tracking):
            wrong = claims.wrong_state(self.place.kind, self.reference, tracking, found)
            wrong += claims.untrue(ending.output, self.reference, tracking, found)
        if wrong:
            self.story.append(f"(counted: {tracking})")
            self.give_up("untrue", "; ".join(wrong))
        return tracking

    def is_half(self, tracking: Tracking) -> bool:
        """Whether the next statement may have left something half-done, which the guide names."""
        return "concurrently" in (claims.next_statement(self.reference, tracking) or "")

    def prepare(self, tracking: Tracking) -> None:
        """Note whether a statement has run that is not counted: Rung has to find that out by itself."""
        found = mark(self.place.content(RUN))
        wrong = [] if self.is_half(tracking) else claims.wrong_state(self.place.kind, self.reference, tracking, found)
        if wrong:
            self.give_up("untrue", "; ".join(wrong))
        if claims.is_ahead(self.place.kind, self.reference, tracking, found):
            self.tally.add("finished, not counted")

    def count(self, ending: Ending) -> None:
        """Count by hand what the message asks to count."""
        counted = administrator.count_by_hand(self.runner, RUN, self.reference, ending)
        if counted:
            self.story.append(str(counted))
        now = self.place.tracking(RUN).unfinished
        if counted is None or counted.status != 0 or now == self.last_count:
            self.give_up("unexpected", "the message asks to count a statement, and the database does not agree")
        self.last_count = now
        self.tally.add("asked")
        print(f"asked about: {[line for line in ending.output.splitlines() if ' | ' in line][:1]}", flush=True)

    def give_up(self, name: str, words: str) -> typing.NoReturn:
        """Count what is wrong, and end the work on this database."""
        self.fault(name, words)
        raise Over

    def compare(self, ending: Ending) -> None:
        self.runner.await_rest(RUN)
        content, tracking = self.place.content(RUN), self.place.tracking(RUN)
        versions = [(migration.version, number) for number, migration in enumerate(self.reference.series, 1)]
        if content == self.reference.content and tracking == Tracking(versions, []) and not self.place.locks(RUN):
            return
        self.story.append(difference(self.reference.content, content))
        self.give_up("differences", f"counted: {tracking}; locks: {self.place.locks(RUN)}")

    def fault(self, name: str, words: str) -> None:
        self.tally.add(name)
        print(f"--- {name}: {words}", *self.story[-12:], "---", sep="\n", flush=True)


def difference(expected: str, found: str) -> str:
    names = ("undisturbed", "found")
    lines = difflib.unified_diff(expected.splitlines(), found.splitlines(), *names, lineterm="", n=1)
    return "\n".join(list(lines)[:60])
