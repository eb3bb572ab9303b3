"""Driving the sandbox from another process: JSON over HTTP under /sandbox/.

`POST /sandbox/{action}` calls the method of the same name of People with the body's keys as its arguments and answers
`{"result": …}`, e.g. `POST /sandbox/say {"user_id": 1, "peer_id": -1, "text": "/meme"}`. A wrong body answers 400 with
`{"error": "…"}`. `GET /sandbox/wall|messages|events|calls|faults` look; `POST /sandbox/faults` replaces the fault plan.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from aiohttp import web
from pydantic import ValidationError, validate_call

from bot.sandbox.faults import FaultPlanInvalidError, read_rules
from bot.sandbox.vk.objects import message_object, post_object
from bot.sandbox.vk.settling import SandboxUsageError
from bot.sandbox.vk.state import ButtonEvent, Message

if TYPE_CHECKING:
    from bot.sandbox.vk.server import VkSandbox

ACTIONS = (
    "add_user", "add_group", "add_token", "revoke_token", "add_chat", "remove_from_chat", "join_group", "leave_group",
    "set_role", "ban", "switch_messages", "post_to_wall", "fill_wall", "say", "press", "allow_messages",
    "deny_messages", "comment",
    "like", "unlike", "repost", "edit_post", "delete_post", "pin_post", "button_event", "expire_long_poll_key",
    "forget_long_poll_history", "lose_long_poll_information",
)  # fmt: skip

_MOST_BODY_BYTES = 200_000_000  # a whole wall is filled in one request


def add_control_routes(app: web.Application, sandbox: VkSandbox) -> None:
    control = _Control(sandbox)
    app.router.add_get("/sandbox/wall", control.wall)
    app.router.add_get("/sandbox/messages", control.messages)
    app.router.add_get("/sandbox/events", control.events)
    app.router.add_get("/sandbox/calls", control.calls)
    app.router.add_get("/sandbox/faults", control.faults)
    app.router.add_post("/sandbox/faults", control.replace_faults)
    app.router.add_post("/sandbox/{action}", control.act)


class _Control:
    def __init__(self, sandbox: VkSandbox) -> None:
        self._sandbox = sandbox
        self._actions: dict[str, Callable[..., object]] = {
            name: validate_call(getattr(sandbox, name)) for name in ACTIONS
        }

    async def act(self, request: web.Request) -> web.Response:
        action = self._actions.get(request.match_info["action"])
        if action is None:
            return _refusal(404, f"There is no action {request.match_info['action']!r}.")
        arguments = await _read_json(request)
        if not isinstance(arguments, dict):
            return _refusal(400, "The body should be a JSON object with the action's arguments.")
        try:
            result = action(**arguments)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return _refusal(400, f"{'.'.join(map(str, first['loc']))}: {first['msg']}.")
        except SandboxUsageError as error:
            return _refusal(400, str(error))
        return web.json_response({"result": _as_json(result)})

    async def wall(self, request: web.Request) -> web.Response:
        """`?owner_id=-1&offset=0&count=100`: posts as wall.get gives them, without a key and its limits."""
        posts = self._sandbox.posts(_number(request, "owner_id"))
        offset, count = _number(request, "offset", 0), _number(request, "count", len(posts))
        shown = posts[max(offset, 0) : max(offset, 0) + max(count, 0)]
        items = [post_object(post, self._sandbox.world) for post in shown]
        return web.json_response({"count": len(posts), "items": items})

    async def messages(self, request: web.Request) -> web.Response:
        """`?member_id=1&peer_id=-1`: a conversation as that member sees it, the oldest first."""
        member_id, peer_id = _number(request, "member_id"), _number(request, "peer_id")
        conversation = self._sandbox.world.find_conversation(member_id, peer_id)
        items = []
        if conversation is not None:
            items = [
                message_object(message, conversation, member_id, self._sandbox.base_url)
                for message in self._sandbox.messages(member_id, peer_id)
            ]
        return web.json_response({"count": len(items), "items": items})

    async def events(self, request: web.Request) -> web.Response:
        """`?group_id=1`: the envelopes of the community's long poll."""
        try:
            return web.json_response({"items": self._sandbox.events(_number(request, "group_id"))})
        except SandboxUsageError as error:
            return _refusal(400, str(error))

    async def calls(self, request: web.Request) -> web.Response:
        """`?since=0`: the call log from that place on."""
        since = max(_number(request, "since", 0), 0)
        items = [dataclasses.asdict(record) for record in islice(self._sandbox.calls, since, None)]
        return web.json_response({"count": len(self._sandbox.calls), "items": items})

    async def faults(self, _request: web.Request) -> web.Response:
        return web.json_response({"rules": self._sandbox.faults.to_json(), "strikes": self._sandbox.faults.strikes})

    async def replace_faults(self, request: web.Request) -> web.Response:
        """The body is the list of rules in the form of `faults.py`; an empty list ends all faults."""
        try:
            self._sandbox.faults.replace(read_rules(await _read_json(request)))
        except FaultPlanInvalidError as error:
            return _refusal(400, str(error))
        return await self.faults(request)


def _refusal(status: int, message: str) -> web.Response:
    return web.json_response({"error": message}, status=status)


async def _read_json(request: web.Request) -> object:
    """The body; None where it is no JSON, which no reader of it takes."""
    chunks = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        chunks += chunk
        if len(chunks) > _MOST_BODY_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=_MOST_BODY_BYTES, actual_size=len(chunks))
    try:
        document: object = json.loads(chunks) if chunks else {}
    except (ValueError, RecursionError):
        return None
    return document


def _number(request: web.Request, name: str, default: int | None = None) -> int:
    raw = request.query.get(name, "" if default is None else str(default))
    if not raw.removeprefix("-").isdecimal() or len(raw) > 18:
        raise web.HTTPBadRequest(
            text=f'{{"error": "{name} should be a whole number."}}', content_type="application/json"
        )
    return int(raw)


def _as_json(result: object) -> object:
    match result:
        case ButtonEvent():
            return dataclasses.asdict(result)
        case Message():
            return {"id": result.id, "conversation_message_id": result.conversation_message_id, "text": result.text}
        case _:
            return result
