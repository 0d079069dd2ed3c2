#!/bin/sh
# google-adk-sqlspec-metadata: Google's session service and SQLSpec's ADK store share one table by name, and only one of
# them can come first.
#
# Expected: both keep sessions for the same kit, with tables of different names, so either may be added to a database
# that the other one uses.
# Seen: google-adk 2.13.0 and sqlspec 0.69.0 (PyPI, Python 3.11, SQLite through aiosqlite). Both have a table
# 'adk_internal_metadata' with the columns key and value. SQLSpec makes it and leaves it empty; Google keeps the version
# of its schema in it, and finds tables without that row malformed. SQLSpec first: Google's service raises ValueError,
# "Schema version not found", with the first session. Google first: both work. SQLSpec's setting 'metadata_table' gives
# its own another name, and then the order does not matter.
# Exit status: 0 as told here; 1 otherwise.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/python"
"$work/python/bin/pip" install -q --disable-pip-version-check 'google-adk[db]==2.13.0' sqlspec==0.69.0 aiosqlite==0.22.1
cat >"$work/meet.py" <<'PYTHON'
import asyncio
import logging

from google.adk.sessions import DatabaseSessionService
from sqlspec.adapters.aiosqlite import AiosqliteConfig
from sqlspec.adapters.aiosqlite.adk import AiosqliteADKStore

logging.disable(logging.CRITICAL)


async def sqlspec(path, settings):
    config = AiosqliteConfig(connection_config={"database": path}, extension_config={"adk": settings})
    try:
        await AiosqliteADKStore(config).create_tables()
    finally:
        await config.close_pool()


async def google(path, settings):
    async with DatabaseSessionService(f"sqlite+aiosqlite:///{path}") as service:
        await service.create_session(app_name="app", user_id="ada")


async def main():
    other = {"metadata_table": "store_metadata"}
    for number, (order, settings) in enumerate([((sqlspec, google), {}), ((google, sqlspec), {}), ((sqlspec, google), other)]):
        said = []
        for visit in order:
            try:
                await visit(f"{number}.db", settings)
                said.append(f"{visit.__name__} works")
            except ValueError as error:
                said.append(f"{visit.__name__}: {str(error).partition('.')[0]}")
        print(", ".join(said) + (" (another name)" if settings else ""))


asyncio.run(main())
PYTHON
cd "$work"
seen=$(python/bin/python -W ignore meet.py)
expected='sqlspec works, google: Schema version not found in adk_internal_metadata
google works, sqlspec works
sqlspec works, google works (another name)'
[ "$seen" = "$expected" ] || { printf 'changed:\n%s\n' "$seen"; exit 1; }
echo 'as told: whoever finds the other one there first decides'
