"""A stage for the sandbox's VK: a community with people and keys, spoken to by the real vk_api over real HTTP.

Every answer that a test gets is checked when the test ends: by the published schema (where ../shared/api is present)
and by the typed models of vkbottle_types. So are all events that the long poll has logged.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
import vk_api
from requests.adapters import HTTPAdapter
from vkbottle_types.events import bot_events

from bot.sandbox.vk import NewPost, TokenKind, VkBehaviour, VkLimits, VkSandbox

SCHEMA_CHECKER = Path(__file__).resolve().parents[3].parent / "shared" / "api" / "validate_vk.py"

TYPED_EVENTS = {
    "message_new": bot_events.MessageNew,
    "message_reply": bot_events.MessageReply,
    "message_edit": bot_events.MessageEdit,
    "message_event": bot_events.MessageEvent,
    "message_allow": bot_events.MessageAllow,
    "message_deny": bot_events.MessageDeny,
    "wall_post_new": bot_events.WallPostNew,
    "wall_reply_new": bot_events.WallReplyNew,
    "like_add": bot_events.LikeAdd,
    "like_remove": bot_events.LikeRemove,
    "group_join": bot_events.GroupJoin,
    "group_leave": bot_events.GroupLeave,
}

EVENT_SCHEMAS = {
    "message_new": "callback_message_new",
    "message_event": "callback_message_event",
    "message_allow": "callback_message_allow",
    "message_deny": "callback_message_deny",
    "wall_post_new": "callback_wall_post_new",
    "wall_reply_new": "callback_wall_reply_new",
    "like_add": "callback_like_add_remove",
    "like_remove": "callback_like_add_remove",
    "group_join": "callback_group_join",
    "group_leave": "callback_group_leave",
}


@dataclass(frozen=True)
class Exchange:
    method: str
    params: dict[str, str]
    answer: Any


class SandboxAdapter(HTTPAdapter):
    """Carries what vk_api sends to https://api.vk.ru to the sandbox, and remembers each answer."""

    def __init__(self, base_url: str, exchanges: list[Exchange]) -> None:
        super().__init__()
        self._base_url = base_url
        self._exchanges = exchanges

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        assert request.url is not None
        request.url = request.url.replace("https://api.vk.ru", self._base_url, 1)
        response = super().send(request, *args, **kwargs)
        body = request.body if isinstance(request.body, str) else (request.body or b"").decode()
        if response.ok and response.headers["Content-Type"].startswith("application/json"):
            try:
                answer = response.json()
            except ValueError:  # a test has had it spoilt
                return response
            self._exchanges.append(Exchange(request.url.rpartition("/")[2], dict(parse_qsl(body)), answer))
        return response


class Vk:
    """One key in the hands of the real vk_api. The clock moves on before each call, so that rates don't interfere."""

    def __init__(self, token: str, base_url: str, exchanges: list[Exchange], clock: ManualClock) -> None:
        self.token = token
        self._clock = clock
        self._http = requests.Session()
        self._http.mount("https://api.vk.ru/", SandboxAdapter(base_url, exchanges))
        self.session = vk_api.VkApi(token=token, session=self._http, api_version="5.199")
        self.session.RPS_DELAY = 0
        # vk_api answers error 6 by calling again, without end; here it shall be seen.
        del self.session.error_handlers[vk_api.vk_api.TOO_MANY_RPS_CODE]

    async def __call__(self, method: str, **values: Any) -> Any:
        self._clock.now += 0.4
        return await self.at_once(method, **values)

    async def at_once(self, method: str, **values: Any) -> Any:
        return await asyncio.to_thread(self.session.method, method, values)

    async def error(self, method: str, **values: Any) -> int:
        """The code of the error that the call must end in."""
        with pytest.raises(vk_api.exceptions.ApiError) as caught:
            await self(method, **values)
        code: int = caught.value.code
        return code

    async def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run something of vk_api that blocks."""
        self._clock.now += 0.4
        return await asyncio.to_thread(function, *args, **kwargs)

    def close(self) -> None:
        self._http.close()


@dataclass
class ManualClock:
    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Stage:
    """A community (`group`, its wall is `wall`) with an administrator and a member who may be written to."""

    sandbox: VkSandbox
    clock: ManualClock
    exchanges: list[Exchange] = field(default_factory=list)
    admin: int = 0
    member: int = 0
    group: int = 0
    opened: list[Vk] = field(default_factory=list)

    @property
    def wall(self) -> int:
        return -self.group

    def key(self, token: str) -> Vk:
        vk = Vk(token, self.sandbox.base_url, self.exchanges, self.clock)
        self.opened.append(vk)
        return vk


@pytest.fixture(scope="session")
def schema_checker() -> ModuleType | None:
    if not SCHEMA_CHECKER.is_file():
        return None
    spec = importlib.util.spec_from_file_location("validate_vk", SCHEMA_CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


StageMaker = Callable[..., Any]


@pytest.fixture
async def make_stage(schema_checker: ModuleType | None) -> AsyncIterator[StageMaker]:
    stages: list[Stage] = []

    async def make(limits: VkLimits | None = None, behaviour: VkBehaviour | None = None) -> Stage:
        clock = ManualClock()
        stage = Stage(VkSandbox(limits=limits, behaviour=behaviour, clock=clock), clock)
        stages.append(stage)
        await stage.sandbox.start()
        stage.admin = stage.sandbox.add_user("Ольга", "Смирнова", screen_name="olga")
        stage.member = stage.sandbox.add_user("Пётр", "Кузнецов")
        stage.group = stage.sandbox.add_group(
            "Стена", screen_name="wall", admins=[stage.admin], members=[stage.member], group_id=77
        )
        stage.sandbox.allow_messages(stage.member, stage.group)
        return stage

    yield make
    for stage in stages:
        for vk in stage.opened:
            vk.close()
        await stage.sandbox.stop()
        for exchange in stage.exchanges:
            await check_exchange(exchange, schema_checker)
        for event in stage.sandbox.events(stage.group):
            check_event(event, schema_checker)


@pytest.fixture
async def stage(make_stage: StageMaker) -> Stage:
    made: Stage = await make_stage()
    return made


@pytest.fixture
def user(stage: Stage) -> Vk:
    return stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.admin))


@pytest.fixture
def community(stage: Stage) -> Vk:
    return stage.key(stage.sandbox.add_token(TokenKind.COMMUNITY, group_id=stage.group))


@pytest.fixture
def service(stage: Stage) -> Vk:
    return stage.key(stage.sandbox.add_token(TokenKind.SERVICE))


@pytest.fixture
def three_posts(stage: Stage) -> list[int]:
    return stage.sandbox.fill_wall(stage.wall, ["первый", NewPost("второй", from_id=stage.member), "третий"])


class RecordedApi:
    """What the typed client's categories ask; gives them the answer that vk_api has had."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    async def request(self, _method: str, _params: dict[str, Any]) -> Any:
        return self._answer


async def check_exchange(exchange: Exchange, schema: ModuleType | None) -> None:
    """The answer is right by the schema (but for the gaps of test_vk_schema_gaps.py) and by the typed models."""
    if "error" in exchange.answer:
        check_error(exchange.answer["error"], schema)
        return
    if exchange.method == "execute":
        assert exchange.answer.keys() <= {"response", "execute_errors"}
        return
    if schema is not None:
        kinds = schema.answer_errors(exchange.method, exchange.answer)
        assert any(not _beyond_gaps(exchange.method, errors) for errors in kinds.values()), (
            f"{exchange.method}: {kinds}"
        )
    if exchange.params.get("filter") == "managers":
        return  # the typed client looks for a response within the response here
    section, _, name = exchange.method.partition(".")
    category = getattr(importlib.import_module(f"vkbottle_types.methods.{section}"), f"{section.capitalize()}Category")
    params = {key: value for key, value in exchange.params.items() if key not in {"v", "access_token", "type"}}
    typed = getattr(category(RecordedApi(exchange.answer)), re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower())
    await typed(**params)


def _beyond_gaps(method: str, faults: list[tuple[list[Any], str]]) -> list[tuple[list[Any], str]]:
    """What the schema finds wrong, without the extra fields of communities, which it forbids and defines at once."""
    is_gap = method == "groups.getById"
    return [fault for fault in faults if not (is_gap and fault[1].startswith("Additional properties"))]


def check_error(error: dict[str, Any], schema: ModuleType | None) -> None:
    assert isinstance(error["error_code"], int)
    assert all(set(pair) == {"key", "value"} for pair in error["request_params"])
    assert "access_token" not in {pair["key"] for pair in error["request_params"]}
    if schema is not None:
        faults = schema.object_errors("base/objects.json", "base_error", error)
        assert [fault for fault in faults if "'inner_type' is a required property" not in fault[1]] == []


def check_event(event: dict[str, Any], schema: ModuleType | None) -> None:
    kind = event["type"]
    typed = TYPED_EVENTS[kind](**json.loads(json.dumps(event)))
    assert typed.event_id == event["event_id"]
    if schema is None:
        return
    faults = schema.object_errors("callback/objects.json", "callback_base", event)
    assert [fault for fault in faults if fault[0] != ["type"]] == []
    if kind in EVENT_SCHEMAS:
        faults = schema.object_errors("callback/objects.json", EVENT_SCHEMAS[kind], event["object"])
        assert [fault for fault in faults if not (kind == "message_event" and fault[0] == ["payload"])] == [], event
