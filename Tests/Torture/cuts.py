#!/usr/bin/env python3
"""The connection is cut at every message of a run: what the run says is true, and one command goes on.

cuts.py --rung PATH [--step N] [--first N] [--last N] KIND

KIND is postgresql or mariadb. A proxy cuts the connection at the first message of a run, on the next new database at
the second, and so on: before the server gets the message, after the server has done what it asks, and a third time so
that nobody can be reached any more, not even to look whether something was committed. After each cut the run must end
with 69, what it says must be true of the database, and `rung upgrade`, with `--resume` where the message asks for it,
must lead to what an undisturbed run makes. A run may end with 0 only if all is done. --step tries every n-th message,
from --first to --last. The columns of the table are those of kills.py.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import project
import reference
from episode import Episode
from places import RUN, STEPS, place
from proxy import PROTOCOLS, WAYS, Proxy
from runs import Runner
from tally import Tally


class Cut(Episode):
    """A database whose first run loses its connection, and whose later ones are left alone."""

    def cut(self, number: int, way: str) -> None:
        self.number, self.way = number, way
        self.play()

    def go(self) -> None:
        server = (self.place.host, self.place.port)
        with Proxy(self.place.kind, server, self.number, self.way) as proxy:
            ending = self.runner.run(["upgrade"], RUN, url=self.place.proxied(RUN, proxy.port))
        self.story += [f"(cut {self.way} message {self.number}) {proxy.cut or 'none'}", str(ending)]
        if proxy.cut:
            self.tally.add(f"cuts: {self.way.replace(', ', ' ')}")
        self.runner.await_rest(RUN)
        tracking = self.check(ending)
        self.tally.add(f"status: {ending.status}")
        if ending.status == 0:
            return self.compare(ending)
        if ending.status != 69:
            self.fault("unexpected", f"the run ended with {ending.status}")
        if "rung upgrade --resume" not in ending.output:
            return super().go()
        self.prepare(tracking)
        super().go(["upgrade", "--resume"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=PROTOCOLS)
    parser.add_argument("--rung", required=True)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--last", type=int)
    options = parser.parse_args()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    tally = Tally(None)
    with tempfile.TemporaryDirectory(prefix="rung-cuts-", dir=memory) as folder:
        where = place(options.kind, Path(folder))
        series = project.migrations(options.kind, times=1)
        project.write(where.folder, series)
        known = reference.find(where, series, STEPS)
        runner = Runner(str(Path(options.rung).resolve()), where)
        where.make(RUN)
        with Proxy(options.kind, (where.host, where.port)) as proxy:
            whole = runner.run(["upgrade"], RUN, url=where.proxied(RUN, proxy.port))
        if whole.status != 0 or where.content(RUN) != known.content:
            print(f"an undisturbed run differs from the client's\n{whole}")
            return 1
        print(f"cuts.py {options.kind}: {proxy.count} messages", flush=True)
        for number in range(options.first, (options.last or proxy.count) + 1, options.step):
            for way in WAYS:
                Cut(runner, known, tally, random.Random(number), whole.seconds, 0).cut(number, way)
    print(f"statuses: {tally.details('status')}", tally.table(options.kind, "cuts"), sep="\n")
    return 1 if tally.has_faults else 0


if __name__ == "__main__":
    sys.exit(main())
