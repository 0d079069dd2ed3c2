"""Databases that SQLSpec migrated itself: Rung takes its rows for its own, and goes on from there."""

import samples
from stage import Stage, check

APP, USER = "app", "user"


def migrated(stage: Stage, generation: int) -> None:
    """SQLSpec's own migrations, in its own words."""
    stage.database.reset()
    folder = {"script_location": str(stage.database.folder / "migrations")}
    stage.works(generation, [["migrate"]], folder)


def recognised(stage: Stage) -> None:
    database = stage.database
    # By each database's first adapter: in 0.30 the migrations of psycopg fail, and on DuckDB those of both.
    migrated(stage, 1)
    catalog = database.catalog()
    check(sorted(catalog), ["adk_events", "adk_sessions"], "what 0.30 made")
    stage.works(1, [["create_session", "s", APP, USER, {"n": 1}], ["fill", APP, USER, "s", 1, 3]])
    skipped = {"ext_adk_0003": "skipped", "ext_adk_0004": "skipped"}
    states = {"ext_adk_0001": "applied", "ext_adk_0002": "pending"} | skipped
    check(stage.states({}), states, "a database that 0.30 migrated")
    stage.rung({}, "status", "--exit-code", status=1)  # for what is pending
    check("warning" in stage.upgrade({}), False, "a complaint")
    check(stage.states({}), states | {"ext_adk_0002": "applied"}, "the same, upgraded")
    stage.rung({}, "status", "--exit-code")
    events = stage.works(2, [["get_events", APP, USER, "s"]])[0]
    names = [samples.first(number, APP, USER, "s")["id"] for number in range(1, 4)]
    check([event["event_data"]["id"] for event in events], names, "the events of 0.30, read by 0.69")
    stage.upgrade({"contract": True})
    stage.rung({"contract": True}, "downgrade", "ext_adk_0001")
    found = database.catalog()
    check({name: sorted(found[name]) for name in found}, {name: sorted(catalog[name]) for name in catalog},
          "down again to what 0.30 made")  # fmt: skip
    stage.say("a database that SQLSpec 0.30 migrated goes on, and comes back")

    migrated(stage, 2)
    catalog = database.catalog()
    rows = database.query("select version_num, checksum from ddl_migrations order by execution_sequence")
    check([row[0] for row in rows], ["ext_adk_0001", "ext_adk_0002"], "the rows of 0.69")
    # What is there already is not made a second time, nor what is gone taken away.
    for settings in ({}, {"contract": True, "enable_memory": True}):
        check(set(stage.states(settings).values()) - {"skipped"}, {"applied"}, "a database that 0.69 migrated")
        stage.rung(settings, "status", "--exit-code")
        check("nothing to apply" in stage.upgrade(settings), True, "that there is nothing to do")
    check(database.catalog(), catalog, "what 0.69 made, after an upgrade")
    stage.say("a database that SQLSpec 0.69 migrated is complete")
