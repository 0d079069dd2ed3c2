"""Google's own runner with a model that speaks from a script, keeping its sessions through SQLSpec's service."""

import asyncio
import inspect
import logging
from collections.abc import AsyncGenerator
from typing import Any

from actor import Actor, config
from google.adk.agents import LlmAgent
from google.adk.models import BaseLlm, LlmRequest, LlmResponse
from google.adk.runners import Runner
from google.adk.tools import ToolContext
from google.genai import types
from sqlspec.extensions.adk import SQLSpecSessionService
from stage import NAMES, Stage, check

SETTINGS = {"owner_id_column": "account_id integer references accounts(id)"}
APP, USER, SESSION = "weather app", "ada", "conversation"


class Scripted(BaseLlm):
    """Asks for a tool, and says what came of it."""

    async def generate_content_async(
        self, llm_request: LlmRequest, stream: bool = False
    ) -> AsyncGenerator[LlmResponse, None]:
        last = (llm_request.contents[-1].parts or [])[-1]
        if last.function_response:
            answer = types.Part(text=f"It is {(last.function_response.response or {})['sky']} \u2600 there.")
        else:
            answer = types.Part(function_call=types.FunctionCall(name="weather", args={"city": last.text}))
        yield LlmResponse(content=types.Content(role="model", parts=[answer]))


def weather(city: str, tool_context: ToolContext) -> dict[str, str]:
    """The weather of a city."""
    for scope in ("", "user:", "app:"):
        tool_context.state[scope + "city"] = city
    return {"sky": "clear"}


async def converse(adapter: str, url: str) -> None:
    made = config(adapter, url, NAMES | SETTINGS)
    service = SQLSpecSessionService(Actor(adapter, {}, made).store)
    agent = LlmAgent(name="forecaster", model=Scripted(model="scripted"), tools=[weather])
    runner = Runner(app_name=APP, agent=agent, session_service=service)
    await service.create_session(app_name=APP, user_id=USER, session_id=SESSION, state={"turn": 1})
    seen = []
    for city in ("M\u00fcnchen", "Zürich"):
        message = types.Content(role="user", parts=[types.Part(text=city)])
        async for event in runner.run_async(user_id=USER, session_id=SESSION, new_message=message):
            seen.append(event)
    said = [part.text for event in seen for part in (event.content and event.content.parts) or [] if part.text]
    check(said, ["It is clear \u2600 there."] * 2, "what the model said")
    kept = await service.get_session(app_name=APP, user_id=USER, session_id=SESSION)
    assert kept
    whole = [plain(event) for event in kept.events]
    check([each for each in whole if each["author"] != "user"], [plain(event) for event in seen], "the events kept")
    check([event.author for event in kept.events], ["user", *["forecaster"] * 3] * 2, "who spoke")
    state = {"turn": 1} | {scope + "city": "Zürich" for scope in ("", "user:", "app:")}
    check(dict(kept.state), state, "the state kept")
    other = await service.create_session(app_name=APP, user_id=USER, session_id="other")
    check(dict(other.state), {key: state[key] for key in ("user:city", "app:city")}, "the state of another session")
    listed = await service.list_sessions(app_name=APP, user_id=USER)
    check(sorted(session.id for session in listed.sessions), [SESSION, "other"], "the sessions of a user")
    await service.delete_session(app_name=APP, user_id=USER, session_id=SESSION)
    check(await service.get_session(app_name=APP, user_id=USER, session_id=SESSION), None, "a session deleted")
    closed = made.close_pool()
    if inspect.isawaitable(closed):
        await closed


def plain(event: Any) -> dict[str, Any]:
    return event.model_dump(mode="json", exclude_none=True)


def runner(stage: Stage) -> None:
    logging.disable(logging.WARNING)
    stage.database.run("create table accounts (id integer primary key)")
    for what, settings in (("after 0002", SETTINGS), ("after 0004", SETTINGS | {"contract": True})):
        stage.upgrade(settings)
        for _, adapter in stage.database.adapters:
            asyncio.run(converse(adapter, stage.database.url))
            stage.say(f"Google's runner keeps its sessions {what}: {adapter}")
            stage.database.run("delete from adk_sessions; delete from adk_app_state; delete from adk_user_state;")
