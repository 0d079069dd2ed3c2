"""Sample events: what the first generation keeps of one, and what the second has to make of it."""

import datetime
import json
from typing import Any

START = datetime.datetime(2025, 10, 20, 8, 0, 0, 123456, datetime.UTC)
# EventActions(state_delta={"seen": 1}), pickled, as the first generation keeps it; nothing here unpickles it.
ACTIONS = b"cgoogle.adk.events.event_actions\nEventActions\n(tR."
NASTY = "a 'quote', \"two\", back\\slash, \u00fcml\u00e4ut, \u4e2d\u6587, \U0001f600, tab\t, line\nend, :hole %s {}"


def first(number: int, app: str, user: str, session: str) -> dict[str, Any]:
    """A record of the first generation; different parts are absent in different events."""
    parts: list[dict[str, Any]] = [{"text": f"{number}: {NASTY}"}]
    if number % 3 == 0:
        # A null, a great integer, a fraction, an empty list: what JSON in a database can lose.
        arguments = {
            "city": "M\u00fcnchen",
            "none": None,
            "big": 9007199254740993,
            "half": 0.1,
            "empty": [],
            "no": False,
        }
        parts.append({"function_call": {"id": f"call-{number}", "name": "weather", "args": arguments}})
    grounding = {
        "web_search_queries": ["a", NASTY],
        "retrieval_metadata": {"google_search_dynamic_retrieval_score": 0.25},
    }
    return {
        "id": f"event-{number:06}",
        "session_id": session,
        "app_name": app,
        "user_id": user,
        "invocation_id": f"e-{number // 4}",
        "author": "user" if number % 2 else "agent_\u00fc",
        "actions": ACTIONS + b"%d\0\xff\x80" % number,
        "long_running_tool_ids_json": json.dumps([f"call-{number}", 'q"'][: 1 + number % 2])
        if number % 5 == 0
        else None,
        "branch": f"root.sub{number}" if number % 4 == 0 else None,
        "timestamp": START + datetime.timedelta(seconds=number, microseconds=number * 7919 % 1000000),
        "content": {"role": "model" if number % 2 == 0 else "user", "parts": parts} if number % 7 else None,
        "grounding_metadata": grounding if number % 11 == 0 else None,
        "custom_metadata": {"n": number, "deep": {"null": None, "list": [1, 2.5, NASTY]}} if number % 6 == 0 else None,
        "partial": (None, True, False)[number % 3],
        "turn_complete": (None, False, True)[number // 3 % 3],
        "interrupted": (None, True, False)[number // 9 % 3],
        "error_code": "E429" if number % 13 == 0 else None,
        "error_message": NASTY if number % 13 == 0 else None,
    }


def carried(record: dict[str, Any]) -> dict[str, Any]:
    """What the second generation has to read of an event of the first."""
    data = {
        "id": record["id"],
        "invocation_id": record["invocation_id"],
        "author": record["author"],
        "branch": record["branch"],
        "timestamp": record["timestamp"].timestamp(),
        "content": record["content"],
        "grounding_metadata": record["grounding_metadata"],
        "custom_metadata": record["custom_metadata"],
        "partial": record["partial"],
        "turn_complete": record["turn_complete"],
        "interrupted": record["interrupted"],
        "error_code": record["error_code"],
        "error_message": record["error_message"],
    }
    if record["long_running_tool_ids_json"] is not None:
        data["long_running_tool_ids"] = json.loads(record["long_running_tool_ids_json"])
    return second(record, {key: value for key, value in data.items() if value is not None})


def second(record: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    keys = ("id", "app_name", "user_id", "session_id", "invocation_id", "timestamp")
    return {key: record[key] for key in keys} | {"event_data": data}


def event(number: int, app: str, user: str, session: str, of_first: bool) -> dict[str, Any]:
    record = first(number, app, user, session)
    if of_first:
        return record
    made = carried(record)
    # What only the second generation writes.
    made["event_data"] |= {"actions": {"state_delta": {"n": number}}, "node_info": {"path": "a/b"}}
    return made
