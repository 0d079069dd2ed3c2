"""How a behaviour is declared, and where one does not apply."""

from collections.abc import Callable
from typing import Any

Show = Callable[[Any], None]  # takes a `stage.Stage`

FILES = ("sqlite", "duckdb", "sqlite3")
IN_PROCESS = ("sqlite", "postgresql")
MYSQL = ("mariadb", "mysql")

BEHAVIOURS: dict[str, Show] = {}
# The reason why a database does not show a behaviour, by its name and the database's.
NOT_HERE: dict[tuple[str, str], str] = {}


def behaviour(show: Show) -> Show:
    """Takes a function for a behaviour that its name tells."""
    BEHAVIOURS[show.__name__.replace("_", " ")] = show
    return show


# The release from which on a kind of database shows a behaviour, by its name.
SINCE: dict[str, dict[str, int]] = {}


def since(releases: dict[str, int]) -> Callable[[Show], Show]:
    """Takes a function for a behaviour that kinds of database show from a release on."""
    def declare(show: Show) -> Show:
        SINCE[show.__name__.replace("_", " ")] = releases
        return behaviour(show)
    return declare


def not_here(name: str, kind: str, release: Callable[[], int]) -> str:
    """Why a kind of database, of a release, does not show a behaviour; nothing if it does."""
    if (name, kind) in NOT_HERE:
        return NOT_HERE[name, kind]
    first = SINCE.get(name, {}).get(kind, 0)
    return f"it is new in {kind} {first}" if release() < first else ""


def _not(name: str, reason: str, *kinds: str) -> None:
    NOT_HERE.update({(name, kind): reason for kind in kinds})


_NO_SCHEMAS = "the database has no schemas"
_not("default schema is where migrations work and rows are", _NO_SCHEMAS, "sqlite", "sqlite3", *MYSQL)
_not("drift does not see when an event was created", "the database has no events",
     "sqlite", "postgresql", "duckdb", "psql", "sqlite3")
_not("drift is of the default schema alone", _NO_SCHEMAS, "sqlite", "sqlite3", *MYSQL)
_not("a schema of the file alone holds for that migration", _NO_SCHEMAS, "sqlite", "sqlite3", *MYSQL)
_not("a default schema is refused where there are no schemas", "it has schemas", "postgresql", "psql", "duckdb")
_not("single transaction is all or nothing", "changes of the schema commit there", *MYSQL)
_not("changes of the schema that would commit are refused", "they can be rolled back there",
     "sqlite", "postgresql", "duckdb", "psql", "sqlite3")
_not("what commits by itself is not recorded before its end", "nothing commits by itself there",
     "sqlite", "postgresql", "duckdb", "psql", "sqlite3")
_not("what would lose the record is refused", "it is said in another way there, or goes with the session",
     "sqlite", "postgresql", "duckdb", "psql", "sqlite3")
_not("a failure in a transaction leaves nothing", "changes of the schema commit there", *MYSQL)
_not("a failing sql hook leaves nothing in a transaction", "changes of the schema commit there", *MYSQL)
_not("a dump does not show how much its counters were used",
     "it tells of a sequence where it is, and not where it began", "duckdb")
_not("a trigger with inner semicolons runs whole", "the database has no triggers", "duckdb")
_not("a statement and its progress are committed together", "nothing there can hold the progress up", *FILES)
_not("what cannot be known after a death is asked", "every statement is committed with its progress there", *FILES)
_not("a run that is stopped says what remains", "a client that is stopped says nothing", *MYSQL, "duckdb", "psql", "sqlite3")
_not("the log of a dead client is applied", "it reads what a dead program has left without writing",
     "postgresql", "psql", *MYSQL)
_not("the log of a dead client is applied", "status says that it must be recovered; 'make test' shows it elsewhere",
     "sqlite", "sqlite3")
_not("an index that is half made is made again", "it is made as a whole there", *FILES, *MYSQL)
_not("a downgrade of an old history reverts nothing", "no balancer answers from an old copy of a file", *FILES)
_not("what attaches another database is not tried", "no statement can attach a database there",
     "postgresql", "psql", *MYSQL)
_not("what names another database is not tried", "no statement can name another database there",
     "sqlite", "sqlite3", "duckdb", "postgresql", "psql")
for _name in (
    "a lock is waited for in turns", "the holder of a lock is named", "a server that starts late is waited for",
    "a server that is full is waited for", "verify names the right that it lacks",
    "drift names the right that it lacks",
):
    _not(_name, "a file has no server", *FILES)
for _name in (
    "a missing right is told with its grant", "a user who may not connect is told with the grant",
    "a database that may not be made is told with the grant",
):
    _not(_name, "a file has no users", *FILES)
for _name in (
    "a missing right on the tracking table is told", "the grant that a statement needs is told",
    "the rights of another role are not guessed",
):
    _not(_name, "a file has no users", *FILES)
    _not(_name, "a table that a user may not read is not there for it, or its error names the right", *MYSQL)
_not("a client that is missing is told", "Rung speaks to it without a client", *IN_PROCESS)
_not("a client that is killed is told", "Rung speaks to it without a client", *IN_PROCESS)
_not("the driver passes its conformance test", "Rung speaks to it without a driver program", *IN_PROCESS)
_not("a wrong password is told and not shown", "a file has no password", *FILES)
_not("a certificate that is not right is refused", "'make test' shows it with a server of its own",
     "postgresql", "psql", "mariadb")
_not("a certificate that is not right is refused", "a file has no certificate", *FILES)
_not("no process is called with the password", "a file has no password", *FILES)
_not("the password stays out of scripts words and files", "a file has no password", *FILES)
_not("the client makes what rung itself makes", "it is what the client is held against", *IN_PROCESS)
_not("the client makes what rung itself makes", "Rung does not speak to it itself", *MYSQL, "duckdb")
_not("commands of the client run in migrations", "its dialect lets migrations hold none", *MYSQL, "duckdb")
for _name in (
    "lint judges what is pending and changes nothing", "lint judges all or up to a version", "lint prints each format",
    "lint lists each statement", "an allowed finding does not count", "the settings say what counts",
    "a migration that fails is a finding",
):
    _not(_name, "its statements cannot be watched", "psql", "duckdb")
_not("lint is refused where nothing can be watched", "its statements are watched",
     "sqlite", "postgresql", "sqlite3", *MYSQL)
_not("lint sees a table that is built anew", "the server alters a table itself", "postgresql", "psql", "duckdb", *MYSQL)
_not("lint finds rows that a table takes along", "the server refuses to drop such a table",
     "postgresql", "psql", "duckdb", *MYSQL)
_not("lint finds rows that a table takes along", "a statement is tried alone there, with keys off", "sqlite3")
for _name in (
    "a run on another server is waited for",
    "a run that may be active on another server is not resumed unasked",
    "a run on another server is resumed when asked",
):
    _not(_name, "its lock is of the whole database", "postgresql", "psql", *FILES)
_not("lint tells the locks of each statement", "its locks are not told", "psql", *FILES, *MYSQL)
