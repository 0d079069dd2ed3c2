#!/usr/bin/env python3
"""Nothing is lost: kill a run anywhere, and one command goes on.

kills.py --rung PATH [--seed N] [--state FILE] [--server COMMAND] KIND COUNT

KIND is sqlite, postgresql, mariadb, mysql or duckdb, and COUNT the number of kills. On one new database after another, a
series of migrations is applied by runs of which a victim is killed at a random moment: Rung, the client that it
started, both, the server, or all of them, if COMMAND can kill the server (`Tests/Support/server KIND FOLDER`, without
its verb). After each kill the run is repeated, with `--resume` where Rung says that a migration was interrupted, until
it is done. Whenever nothing runs, the database must hold what Rung has counted, and what Rung said must be true; in the
end it must hold what an undisturbed run makes.

The table at the end has these columns:
  asked        statements of which nothing shows whether they have run, so that Rung asks
  untrue       what a run said, or what is counted, is not what the database holds
  differences  databases that differ from an undisturbed run's
  unexpected   any other end

--state keeps the counts, so that another call goes on. The exit status is 1 if one of the last three is not zero.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import project
import reference
from episode import Episode
from places import STEPS, WHOLE, place
from runs import Runner, Server
from tally import Tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=project.CHAPTERS)
    parser.add_argument("count", type=int)
    parser.add_argument("--rung", required=True)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--state")
    parser.add_argument("--server")
    options = parser.parse_args()
    print(f"kills.py {options.kind}: --seed {options.seed}", flush=True)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    tally = Tally(options.state)
    with tempfile.TemporaryDirectory(prefix="rung-kills-", dir=memory) as folder:
        where = place(options.kind, Path(folder))
        series = project.migrations(options.kind)
        project.write(where.folder, series)
        known = reference.find(where, series, STEPS)
        runner = Runner(str(Path(options.rung).resolve()), where, Server(options.server) if options.server else None)
        where.make(WHOLE)
        whole = runner.run(["upgrade"], WHOLE)
        if whole.status != 0 or where.content(WHOLE) != known.content:
            print(f"an undisturbed run differs from the client's\n{whole}")
            return 1
        while tally.kills < options.count:
            # The number of the database is part of the seed, so that a call that goes on does not repeat the last one.
            seed = options.seed * 100_000 + tally.counts["databases"]
            Episode(runner, known, tally, random.Random(seed), whole.seconds, options.count).play()
            tally.keep()
    print(tally.table(options.kind))
    return 1 if tally.has_faults else 0


if __name__ == "__main__":
    sys.exit(main())
