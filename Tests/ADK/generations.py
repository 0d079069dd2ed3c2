"""SQLSpec's real stores of both generations on tables that Rung made; no store ever makes a table.

A store of the first generation on 0001; a history of events, carried over by 0002 and read by a store of the second,
field by field; both in turns after 0002; the second alone after 0004, with memory. Where SQLSpec itself is at fault
the check says so.
"""

import json
from typing import Any

import samples
from stage import Stage, check
from work import APP, FULL, OWNER, USER, memory, second, sessions

# DuckDB takes its time to write single rows.
COUNTS = {"duckdb": 2_000}
BATCH = 1_000


def microsecond(event: dict[str, Any], where: str) -> dict[str, Any]:
    """SQLite keeps times as days in a float, so that a time may lie between two microseconds: which of the two it is
    taken for differs by how it is rounded. Every other database is exact."""
    if where == "sqlite" and abs(event["event_data"]["timestamp"] - event["timestamp"].timestamp()) < 1.5e-6:
        event["event_data"]["timestamp"] = event["timestamp"].timestamp()
    return event


def history(stage: Stage, count: int) -> None:
    """Events that a store of the first generation wrote, carried over by 0002, read by one of the second."""
    names = [f"history-{number // BATCH}" for number in range(0, count, BATCH)]
    stage.works(
        1, [["create_session", name, APP, USER, {"app:x": 1, "user:y": 2, "own": 3}, 7] for name in names], OWNER
    )
    for number, name in zip(range(0, count, BATCH), names, strict=True):
        stage.works(1, [["fill", APP, USER, name, number, min(BATCH, count - number)]], OWNER)
    before = {name: stage.works(1, [["get_events", APP, USER, name]], OWNER)[0] for name in names}
    stage.upgrade(OWNER, "0002")
    compared = 0
    for name in names:
        after = stage.works(2, [["get_events", APP, USER, name]], OWNER)[0]
        check(len(after), len(before[name]), "the number of events")
        for old, new in zip(before[name], after, strict=True):
            check(microsecond(new, stage.database.dialect), samples.carried(plain(old)), f"event {old['id']}")
            compared += 1
        # Google's own model takes what was carried over, and loses nothing of it.
        for new, event in zip(after[:50], stage.works(2, [["event", each] for each in after[:50]], OWNER), strict=True):
            check({key: event.get(key) for key in new["event_data"]}, new["event_data"], "an event in Google's model")
        check(
            stage.works(1, [["get_events", APP, USER, name]], OWNER)[0],
            before[name],
            "what the old store reads after 0002",
        )
    state, of_user, merged = stage.works(
        2, [["get_app_state", APP], ["get_user_state", APP, USER], ["get_session", APP, USER, names[0]]], OWNER
    )
    check((state, of_user), ({"app:x": 1}, {"user:y": 2}), "state of the application and of the user")
    check(merged["state"], {"app:x": 1, "user:y": 2, "own": 3}, "the state of a session")
    stage.say(f"{compared} events written by a store of the first generation read equal, field by field, in the second")


def plain(old: dict[str, Any]) -> dict[str, Any]:
    """An event as a store of the first generation reads it, its driver's ways taken out."""
    ids = old["long_running_tool_ids_json"]
    if isinstance(ids, list):
        # A fault: 0.30's psycopg store writes this text where JSON is meant, reads a list, and its converter then
        # fails to parse it.
        old["long_running_tool_ids_json"] = json.dumps(ids)
    return old | {
        key: None if old[key] is None else bool(old[key]) for key in ("partial", "turn_complete", "interrupted")
    }


def turns(stage: Stage, adapter: int) -> None:
    """Both generations in one session, one after the other."""
    name, triggers = f"turns-{adapter}", stage.database.dialect != "duckdb"
    stage.works(1, [["create_session", name, APP, USER, {"by": "first"}, 7]], OWNER, adapter)
    number = 20_000 + 100 * adapter
    for start in range(number, number + 12, 4):
        stage.works(1, [["fill", APP, USER, name, start, 2]], OWNER, adapter)
        stage.works(2, [["fill", APP, USER, name, start + 2, 2]], OWNER, adapter)
    of_first, of_second = (
        stage.works(generation, [["get_events", APP, USER, name]], OWNER, adapter)[0] for generation in (1, 2)
    )
    check(
        [event["id"] for event in of_first],
        [f"event-{each:06}" for each in range(number, number + 12)],
        "events in turns",
    )
    check([event["id"] for event in of_second], [event["id"] for event in of_first], "events in turns")
    for offset, (old, new) in enumerate(zip(of_first, of_second, strict=True)):
        written = samples.first(number + offset, APP, USER, name)
        expected = samples.carried(dict(written))
        if offset % 4 < 2:
            check(plain(old)["actions"], written["actions"], "actions that an old store wrote")
            if not triggers:
                check(new["event_data"], {}, "an old store's event, not carried over until 0004 for want of a trigger")
                continue
        else:
            check(old["actions"], samples.ACTIONS, "actions that an old store reads of a new store's event: empty ones")
            if not triggers:
                check(
                    (old["author"], old["content"]),
                    ("", None),
                    "a new store's event to an old one, for want of a trigger",
                )
                continue
            expected["event_data"] |= {"actions": {"state_delta": {"n": number + offset}}, "node_info": {"path": "a/b"}}
        shown = plain(old)
        # Whichever store wrote it, the old one reads all that the first generation has of it.
        for key in written.keys() - {"actions", "timestamp"}:
            mine, wanted = shown[key], written[key]
            if key == "long_running_tool_ids_json" and wanted is not None:
                mine, wanted = json.loads(mine), json.loads(wanted)
            check(mine, wanted, f"{key} of {old['id']} as the old store reads it")
        check(
            microsecond(new, stage.database.dialect)["event_data"],
            at(expected, new)["event_data"],
            f"{new['id']} as the new store reads it",
        )
    sessions(stage, 1, adapter, f"turns-1-{adapter}")
    sessions(stage, 2, adapter, f"turns-2-{adapter}")
    stage.works(1, [["delete_session", APP, USER, name]], OWNER, adapter)
    check(
        stage.database.query(f"select count(*) from adk_events where session_id = '{name}'"),
        [(0,)],
        "events of a session that was deleted",
    )
    stage.say("both generations in turns: " + " and ".join(stage.database.adapters[adapter]))


def at(expected: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """SQLite keeps times to some 40 microseconds."""
    if abs((expected["timestamp"] - new["timestamp"]).total_seconds()) < 1e-4:
        if abs(expected["event_data"]["timestamp"] - new["event_data"]["timestamp"]) < 1e-4:
            expected["event_data"]["timestamp"] = new["event_data"]["timestamp"]
    return expected


def refused(stage: Stage, full: dict[str, Any]) -> None:
    """0004 does not run while an event has not been carried over."""
    database = stage.database
    if database.dialect == "duckdb":
        return  # 0004 carries over itself what no trigger did
    where = "where id = (select id from (select min(id) as id from adk_events) as x)"
    ((before,),) = database.query(f"select event_data from adk_events {where}")
    uncarry = f"update adk_events set event_data = null {where};"
    # The triggers that would fill it are taken out of the way, as an operator could.
    if database.dialect == "postgresql":
        alter = "alter table adk_events {} trigger user;"
        uncarry = alter.format("disable") + uncarry + alter.format("enable")
    elif database.dialect == "sqlite":
        ((sql,),) = database.query("select sql from sqlite_schema where name = 'adk_events_carry_update'")
        uncarry = f"drop trigger adk_events_carry_update; {uncarry} {sql};"
    database.run(uncarry)
    catalog = database.catalog()
    said = stage.rung(full, "upgrade", status=1)
    check("not carried over" in said, True, f"the words of the refusal: {said}")
    check(database.catalog(), catalog, "the tables after the refusal")
    stage.say("0004 is refused while an event has not been carried over")
    restore = before if isinstance(before, str) else json.dumps(before)
    restore = restore.replace("\\", "\\\\") if database.dialect == "mysql" else restore
    database.run("update adk_events set event_data = '" + restore.replace("'", "''") + f"' {where}")


def late(stage: Stage, full: dict[str, Any]) -> None:
    """An event that an old store wrote after 0002 outlives 0004, trigger or none."""
    calls = [["create_session", "late", APP, USER, {"n": 1}, 7], ["fill", APP, USER, "late", 40_000, 1]]
    stage.works(1, calls, OWNER)
    stage.rung(full, "upgrade")
    (event,) = stage.works(2, [["get_events", APP, USER, "late"]], OWNER)[0]
    expected = at(samples.carried(samples.first(40_000, APP, USER, "late")), event)
    check(event["event_data"], expected["event_data"], "an event of an old store after 0004")


def both(stage: Stage) -> None:
    """From the first generation to the second, step by step."""
    database = stage.database
    adapters = range(len(database.adapters))
    full = FULL | {"enable_memory": stage.has_memory}
    database.run("create table accounts (id integer primary key); insert into accounts values (7);")
    stage.upgrade(OWNER, "0001")
    for adapter in adapters:
        sessions(stage, 1, adapter, f"first-{adapter}")
    if database.dialect == "sqlite":
        empty = stage.play(1, [["create_session", "empty", APP, USER, {}, 7]], OWNER)[0]
        check("NOT NULL" in empty.get("error", ""), True, "a session without state")
        stage.say("fault of SQLSpec 0.30: a session without state is written as null, which its table refuses")
    stage.say("the first generation on 0001")
    history(stage, COUNTS.get(stage.kind, 10_000))
    for adapter in adapters:
        turns(stage, adapter)
    if stage.has_memory:
        stage.upgrade(full, "0003")
    refused(stage, full)
    late(stage, full)
    for adapter in adapters:
        second(stage, adapter)
        if stage.has_memory:
            memory(stage, adapter)
