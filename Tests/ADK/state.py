"""What belongs to an application or to a user: 0002 takes it out of the sessions, and its down puts it back."""

import json
from typing import Any

import samples
from database import Database
from stage import Stage, check

State = dict[str, Any]
# Names that differ in case or accent alone, names that are escaped in JSON, and values that SQL could take for others.
VALUES: State = {
    "e": 1, "E": 2, "\u00e9": 3, 'a "quote"': "'\"", "back\\slash": "\\", "x.y[0]": 0.1, "": "", "null": None,
    "deep": {"none": None, "list": [1, 2.5, True, {}], "\u00fc": "\u4e2d"}, "true": True, "false": False,
    "text": "true", "big": 9007199254740993, "empty": [],
}  # fmt: skip
# Only what begins with 'app:' or 'user:' is not the session's own.
OWN: State = {"App:e": 1, "USER:e": 2, "application": 3, "own": {"app:e": None}}


def prefixed(prefix: str) -> State:
    return {prefix + name: value for name, value in VALUES.items()}


def write(database: Database, name: str, state: State) -> None:
    """As text that has every letter beyond ASCII escaped."""
    text = json.dumps(state).replace("'", "''")
    text = text.replace("\\", "\\\\") if database.dialect == "mysql" else text
    database.run(f"update adk_sessions set state = '{text}' where id = '{name}'")


def states_of_sessions(stage: Stage, generation: int, sessions: dict[str, tuple[str, str]]) -> dict[str, State]:
    found = stage.works(generation, [["get_session", *owners, name] for name, owners in sessions.items()])
    return {name: session["state"] for name, session in zip(sessions, found, strict=True)}


def state(stage: Stage) -> None:
    database = stage.database
    sessions = {"z": ("one", "anna"), "y": ("one", "ben"), "x": ("two", "anna"), "w": ("two", "ben")}
    before: dict[str, State] = {
        "z": OWN | {"app:e": "old", "app:gone": 1, "user:e": "anna's"},
        "y": OWN | prefixed("app:") | prefixed("user:"),
        "x": {"app:e": "two's"},
        "w": OWN,
    }
    stage.upgrade({}, "0001")
    for name, owners in sessions.items():
        stage.works(1, [["create_session", name, *owners, {"n": 1}]])
        write(database, name, before[name])
    stage.works(1, [["fill", *owners, name, number, 1] for number, (name, owners) in enumerate(sessions.items())])
    stage.upgrade({}, "0002")
    of_one = prefixed("app:") | {"app:gone": 1}
    found = stage.works(
        2,
        [
            ["get_app_state", "one"],
            ["get_app_state", "two"],
            ["get_user_state", "one", "anna"],
            ["get_user_state", "one", "ben"],
        ],
    )
    expected = [of_one, {"app:e": "two's"}, {"user:e": "anna's"}, prefixed("user:")]
    check(found, expected, "what 0002 takes out of the sessions")

    # A new program, and after it an old one, which keeps what is the application's in its session.
    of_one |= {"app:e": {"none": None}, "app:new": "new"}
    anonymous = samples.event(9, "one", "anna", "v", False)
    del anonymous["event_data"]["author"]
    stage.works(
        2,
        [
            ["create_session", "v", "one", "anna", {"own": 5}],
            ["append_event", anonymous],
            ["upsert_app_state", "one", of_one],
            ["upsert_user_state", "two", "ben", {"user:new": None}],
        ],
    )
    stage.works(1, [["create_session", "u", "one", "ben", {"app:e": "late"}]])
    times = database.query("select id, update_time from adk_sessions order by id")
    stage.rung({}, "downgrade", "-1")
    check(database.query("select id, update_time from adk_sessions order by id"), times, "times of sessions")
    sessions |= {"v": ("one", "anna"), "u": ("one", "ben")}
    after = {
        "z": OWN | of_one | {"user:e": "anna's"},
        "y": OWN | of_one | prefixed("user:"),
        "x": {"app:e": "two's"},
        "w": OWN | {"app:e": "two's", "user:new": None},
        "v": {"own": 5} | of_one | {"user:e": "anna's"},
        "u": of_one | {"app:e": "late"} | prefixed("user:"),
    }
    check(states_of_sessions(stage, 1, sessions), after, "what the way down puts back into the sessions")
    ((event,),) = stage.works(1, [["get_events", "one", "anna", "v"]])
    check(event["author"] or "", "", "an event without an author, which an old store reads")
    stage.upgrade({}, "0002")
    found = stage.works(2, [["get_app_state", "one"], ["get_user_state", "two", "ben"]])
    check(found, [of_one | {"app:e": "late"}, {"user:new": None}], "what the way up takes out again")
    stage.say(f"{len(of_one)} values of an application and as many of a user, up, down and up")
