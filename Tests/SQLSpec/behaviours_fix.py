"""Section 9.1: fix, which gives files with times numbers, and their rows too."""

import os
import pty
import subprocess
from pathlib import Path
from unittest import mock

from declare import differs, equal, holds, migration, same
from stage import Case

EARLY, LATE = "20250101000000", "20250202000000"
SPELLING = "names that `fix` does not know"
HEAD = "-- Version: {0}\n-- Description: of {0}\n-- see also {0}\n"


def timed(case: Case, *versions: str, **more: str) -> None:
    case.write(*(migration(version, **more) for version in versions))


# Which versions become which


@same("9.1 times become numbers in their order, behind the highest number; numbers stay")
def _(case: Case) -> None:
    timed(case, LATE, "0007", EARLY, "0003")
    case.take("fix")
    equal(sorted(case.rung.files()), ["0003_x.sql", "0007_x.sql", "0008_x.sql", "0009_x.sql"], "files")
    holds(EARLY in case.rung.files()["0008_x.sql"], "the order is not that of time")


@same("9.1 without numbers, or with 0 alone, the first becomes 0001")
def _(case: Case) -> None:
    timed(case, LATE, EARLY)
    case.take("fix")
    equal(sorted(case.rung.files()), ["0001_x.sql", "0002_x.sql"], "files")
    timed(case, "ext_q_0000", f"ext_q_{EARLY}")
    case.take("fix")
    holds("ext_q_0001_x.sql" in case.rung.files(), "0 counts")


@same("9.1 numbers have four digits, and more behind 9999")
def _(case: Case) -> None:
    timed(case, "9999", EARLY)
    case.take("fix")
    equal(sorted(case.rung.files()), ["10000_x.sql", "9999_x.sql"], "files")


@same("9.1 each extension has numbers of its own")
def _(case: Case) -> None:
    timed(case, "0005", EARLY, f"ext_a_{EARLY}", f"ext_b_{EARLY}", "ext_b_0002")
    case.take("fix")
    names = ["0005_x.sql", "0006_x.sql", "ext_a_0001_x.sql", "ext_b_0002_x.sql", "ext_b_0003_x.sql"]
    equal(sorted(case.rung.files()), names, "files")


@same("9.1 with nothing to convert nothing is done, however often")
def _(case: Case) -> None:
    timed(case, "0001")
    for _ in range(2):
        for answer in case.take("fix"):
            answer.done("nothing to convert")


@same("9.1 numbers of Python files are taken, and their times converted")
def _(case: Case) -> None:
    timed(case, "0001", EARLY)
    case.write({"0002_b.py": "def up():\n    return 'SELECT 1'\n", f"{LATE}_c.py": f"'''\nVersion: {LATE}\n'''\n"})
    for answer in case.each("fix"):
        answer.done()
    for side in case.sides():
        equal(sorted(side.files()), ["0001_x.sql", "0002_b.py", "0003_x.sql", "0004_c.py"], "the files")
        equal(side.files()["0004_c.py"], "'''\nVersion: 0004\n'''\n", "the version that the file holds")


# What becomes of the files


@same("9.1 names of blocks and `-- Version:` get the number; all else in the file stays as it is")
def _(case: Case) -> None:
    timed(case, EARLY, head=HEAD.format(EARLY))
    case.take("fix")
    text = case.rung.files()["0001_x.sql"]
    for words in ("-- Version: 0001\n", f"of {EARLY}\n", f"also {EARLY}\n", "migrate-0001-up", f"TABLE t_{EARLY}"):
        holds(words in text, f"no {words!r} in {text!r}")


@same("9.1 nothing is left behind but the files")
def _(case: Case) -> None:
    timed(case, EARLY)
    case.take("fix")
    for side in case.sides():
        equal([path.name for path in side.migrations.iterdir()], ["0001_x.sql"], "entries of the folder")


@same("9.1 a dry run changes nothing")
def _(case: Case) -> None:
    timed(case, EARLY)
    case.take("up")
    for answer in case.take("fix", dry_run=True):
        answer.done(EARLY, "0001")
    case.applied(EARLY)
    equal(list(case.rung.files()), [f"{EARLY}_x.sql"], "files")


@differs("9.1 line ends become \\n", docs="`\\r\\n` becomes `\\n` in files that `fix` rewrites")
def _(case: Case) -> None:
    case.write({name: text.replace("\n", "\r\n") for name, text in migration(EARLY).items()})
    case.each("fix")
    equal(["\r\n" in side.files()["0001_x.sql"] for side in case.sides()], [False, True], "whether line ends are kept")


@differs("9.1 names in another spelling keep the time, and the file is no migration any more", docs=SPELLING)
def _(case: Case) -> None:
    case.write({f"{EARLY}_x.sql": f"--NAME:Migrate_{EARLY}_up\nCREATE TABLE a (id INTEGER);\n"})
    case.each("fix")
    equal(case.rung.files()["0001_x.sql"], "--NAME:Migrate_0001_up\nCREATE TABLE a (id INTEGER);\n", "Rung's file")
    theirs, ours = case.each("up")
    theirs.refused(1, "missing required 'up' query: migrate-0001-up")
    ours.done()


@differs("9.1 a name without a title is listed, and never converted", docs="a file without a title")
def _(case: Case) -> None:
    timed(case, EARLY, file=f"{EARLY}.sql")
    theirs, ours = case.each("fix")
    theirs.done("0 migrations will be converted", "Conversion complete")
    equal(list(case.sqlspec.files()), [f"{EARLY}.sql"], "SQLSpec's files")
    ours.done()
    equal(list(case.rung.files()), ["0001.sql"], "Rung's files")


@differs("9.1 whatever begins with the time is renamed, folders too", docs="anything else that starts with")
def _(case: Case) -> None:
    timed(case, EARLY)
    case.write({f"{EARLY}_x.md": "notes", f"{EARLY}_x.sql.bak": "old", f"{EARLY}_data/a.csv": "1"})
    case.each("fix")
    equal(sorted(case.sqlspec.files()), ["0001_data/a.csv", "0001_x.md", "0001_x.sql", "0001_x.sql.bak"], "files")
    names = ["0001_x.sql", f"{EARLY}_data/a.csv", f"{EARLY}_x.md", f"{EARLY}_x.sql.bak"]
    equal(sorted(case.rung.files()), names, "Rung's files")


@differs("9.1 a file in the way of such a name stops it", docs="anything else that starts with")
def _(case: Case) -> None:
    timed(case, EARLY)
    case.write({f"{EARLY}_x.md": "notes", "0001_x.md": "others"})
    theirs, ours = case.each("fix")
    theirs.refused(1, "Target file already exists")
    ours.done()
    holds("0001_x.sql" in case.rung.files(), "Rung does not convert it")


@differs("9.1 it asks, and takes y alone for a yes", docs="`fix` and `squash` ask")
def _(case: Case) -> None:
    timed(case, EARLY)
    case.sqlspec.cli("fix", answer="yes\n").says("cancelled")
    equal(list(case.sqlspec.files()), [f"{EARLY}_x.sql"], "files after a `yes`")
    case.sqlspec.cli("fix", answer="").refused(1, "Aborted")
    case.sqlspec.cli("fix", answer="Y\n").done("Conversion complete")
    case.rung.call("fix").refused(64, "--yes")
    for answer, name in (("n\n", f"{EARLY}_x.sql"), ("yes\n", "0001_x.sql")):
        terminal, end = pty.openpty()
        os.write(terminal, answer.encode())
        case.rung.start("fix", stdin=end).communicate(timeout=60)
        os.close(terminal)
        os.close(end)
        equal(list(case.rung.files()), [name], f"Rung's files after {answer!r}")


@differs("9.1 an interruption leaves a folder half converted", docs="an interrupted `fix`")
def _(case: Case) -> None:
    timed(case, EARLY, LATE)
    rename, calls = Path.rename, []

    def interrupted(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return rename(path, target)

    try:
        with mock.patch.object(Path, "rename", interrupted):
            case.sqlspec.fix()
    except KeyboardInterrupt:
        pass
    names = sorted(path.name for path in case.sqlspec.migrations.iterdir())
    equal(names[1:], ["0001_x.sql", f"{LATE}_x.sql"], "SQLSpec's files")
    holds(names[0].startswith(".backup_"), "SQLSpec leaves no copies")
    case.sqlspec.up().refused(1, "missing required 'up' query")

    staged = Path(".rung-change")  # what Rung leaves when it dies at the same moment
    case.rung.write({str(staged / name): text for name, text in migration("0002", up="SELECT 2;").items()})
    lines = f"write 0001_x.sql\nwrite 0002_x.sql\nremove {EARLY}_x.sql\nremove {LATE}_x.sql\n"
    case.rung.write(migration("0001") | {str(staged / "journal"): lines})
    case.rung.up().refused(65, "was interrupted", "rung fix")
    case.rung.fix().done()
    equal(sorted(case.rung.files()), ["0001_x.sql", "0002_x.sql"], "Rung's files")
    case.rung.up().done()


@differs("9.1 git is not told", docs="git sees renamed files")
def _(case: Case) -> None:
    timed(case, EARLY)
    seen = []
    for side in case.sides():
        for line in ("init -q", "add migrations", "-c user.name=a -c user.email=a commit -q -m a"):
            subprocess.run(["git", *line.split()], cwd=side.folder, check=True, capture_output=True)
        side.fix().done()
        lines = subprocess.run(["git", "status", "-s", "migrations"], cwd=side.folder, capture_output=True, text=True)
        seen.append([line[:2].strip() for line in lines.stdout.splitlines()])
    equal(seen, [["D", "??"], ["RM"]], "what git sees")


# What becomes of the rows


@same("9.1 applied rows follow, and keep place, date, checksum and description")
def _(case: Case) -> None:
    timed(case, "0001", EARLY, LATE)
    case.take("up", EARLY)
    case.query("UPDATE ddl_migrations SET applied_at = '2025-03-01 00:00:00'")
    case.take("fix")
    case.applied("0001", "0002")
    for side in case.sides():
        equal(side.rows("version_type"), ["sequential"] * 2, "types")
        equal(side.rows("applied_at"), ["2025-03-01 00:00:00"] * 2, "dates")
    case.take("up")
    case.applied("0001", "0002", "0003")
    case.take("down", "base")
    case.made()


@same("9.1 --no-database leaves the rows to the next upgrade, and so does a database that was not there")
def _(case: Case) -> None:
    timed(case, EARLY, LATE)
    case.take("up")
    case.take("fix", no_database=True)
    case.applied(EARLY, LATE)
    case.take("up")
    case.applied("0001", "0002")


@differs(
    "9.1 rows are renamed one by one, and a failure leaves files and rows apart",
    docs="rows are renamed one by one",
)
def _(case: Case) -> None:
    timed(case, EARLY, LATE)
    case.take("up")
    stop = "CREATE TRIGGER stop BEFORE UPDATE ON ddl_migrations WHEN NEW.version_num = '0002'"
    case.query(f"{stop} BEGIN SELECT RAISE(ABORT, 'stopped'); END")
    theirs, ours = case.each("fix")
    theirs.refused(1, "Restored files")
    case.sqlspec.applied("0001", LATE)
    equal(sorted(case.sqlspec.files()), [f"{EARLY}_x.sql", f"{LATE}_x.sql"], "SQLSpec's files")
    ours.refused(1, "stopped")
    case.rung.applied(EARLY, LATE)
    equal(sorted(case.rung.files()), ["0001_x.sql", "0002_x.sql"], "Rung's files")
    case.rung.query("DROP TRIGGER stop")
    case.rung.up().done()
    case.rung.applied("0001", "0002")


@differs("9.1 two branches that both convert make two files of one number", docs="if two branches take the same number")
def _(case: Case) -> None:
    timed(case, "0001", EARLY)
    case.take("up")
    case.take("fix")
    case.write(migration("0002", "z", up="CREATE TABLE other (id INTEGER);", down="DROP TABLE other;"))
    theirs, ours = case.each("up")
    theirs.done("Already at latest version")
    case.sqlspec.made("t_0001", f"t_{EARLY}")
    ours.refused(65, "two files have the version '0002'", "rung fix migrations/0002_z.sql")
    case.rung.call("fix", "migrations/0002_z.sql", yes=True).done()
    case.rung.up().done()
    case.rung.applied("0001", "0002", "0003")
    case.rung.made("other", "t_0001", f"t_{EARLY}")
