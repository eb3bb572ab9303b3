"""Callback servers: confirmed by the code of the moment, told with the secret, and again until "ok" comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox.vk import VkBehaviour
from tests.sandbox.vk.conftest import Stage, Vk


@dataclass
class Receiver:
    """A bot's own web server. It gives the code that it was told, and each of `answers` before it says "ok"."""

    url: str = ""
    code: str = ""
    answers: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    got: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        event = await request.json()
        self.got.append((request.headers.get("X-Retry-Counter"), event))
        self.came.set()
        if event["type"] == "confirmation":
            return web.Response(text=self.code)
        status, text, headers = self.answers.pop(0) if self.answers else (200, "ok", {})
        return web.Response(status=status, text=text, headers=headers)

    async def until(self, claim: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not claim():
                self.came.clear()
                await self.came.wait()

    @property
    def events(self) -> list[dict[str, Any]]:
        """What came besides questions for the confirmation."""
        return [event for _, event in self.got if event["type"] != "confirmation"]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made, app = Receiver(), web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


@pytest.fixture
async def stage(make_stage: Callable[..., Any]) -> Stage:
    """A sandbox that brings again soon."""
    made: Stage = await make_stage(behaviour=VkBehaviour(callback_retry_s=0.01))
    return made


async def confirmed(stage: Stage, vk: Vk, receiver: Receiver, **changes: Any) -> int:
    """Add a server, answer its second question with the code, and tick messages; its number."""
    said = {"group_id": stage.group, "url": receiver.url, "title": "Bot", "secret_key": "s3cret"} | changes
    added = await vk("groups.addCallbackServer", **said)
    receiver.code = (await vk("groups.getCallbackConfirmationCode", group_id=stage.group))["code"]
    number: int = added["server_id"]
    await vk("groups.setCallbackSettings", group_id=stage.group, server_id=number, api_version="5.199", message_new=1)
    server = stage.sandbox.world.groups[stage.group].callback_servers[number]
    # The first question came before the code was known; an edit would change the code, as on VK.
    stage.sandbox.world.callback_changed(stage.sandbox.world.groups[stage.group], server)
    await receiver.until(lambda: len(receiver.got) >= 2)
    async with asyncio.timeout(10):
        while server.status != "ok":  # noqa: ASYNC110 - the answer is read by another task
            await asyncio.sleep(0.01)
    return number


async def test_a_confirmed_server_hears_of_what_it_asked_for_with_the_secret(
    stage: Stage, community: Vk, receiver: Receiver
) -> None:
    number = await confirmed(stage, community, receiver)
    stage.sandbox.say(stage.member, -stage.group, "привет")
    await receiver.until(lambda: receiver.events)
    (event,) = receiver.events
    assert (event["type"], event["secret"], event["group_id"]) == ("message_new", "s3cret", stage.group)
    listed = await community("groups.getCallbackServers", group_id=stage.group)
    assert [(one["id"], one["status"], one["secret_key"]) for one in listed["items"]] == [(number, "ok", "s3cret")]
    settings = await community("groups.getCallbackSettings", group_id=stage.group, server_id=number)
    assert {kind for kind, on in settings["events"].items() if on} == {"message_new"}


async def test_a_wrong_answer_to_the_question_leaves_the_server_without_events(
    stage: Stage, community: Vk, receiver: Receiver
) -> None:
    receiver.code = "guess"
    said = {"group_id": stage.group, "url": receiver.url, "title": "Bot"}
    number = (await community("groups.addCallbackServer", **said))["server_id"]
    await community("groups.setCallbackSettings", group_id=stage.group, server_id=number, message_new=1)
    await receiver.until(lambda: receiver.got)
    stage.sandbox.say(stage.member, -stage.group, "привет")
    listed = await community("groups.getCallbackServers", group_id=stage.group)
    assert listed["items"][0]["status"] == "failed"
    assert receiver.events == []


async def test_the_code_changes_with_every_server(stage: Stage, community: Vk) -> None:
    codes = set()
    for number in range(3):
        codes.add((await community("groups.getCallbackConfirmationCode", group_id=stage.group))["code"])
        url = f"https://bot{number}.example.org/hook"
        await community("groups.addCallbackServer", group_id=stage.group, url=url, title="Bot")
    assert len(codes) == 3


async def test_what_is_not_answered_ok_comes_again_in_order_and_at_last_the_server_has_failed(
    stage: Stage, community: Vk, receiver: Receiver
) -> None:
    await confirmed(stage, community, receiver)
    receiver.answers = [(500, "ok", {}), (200, "yes", {}), (503, "", {"Retry-After": "0"})]
    stage.sandbox.say(stage.member, -stage.group, "one")
    stage.sandbox.say(stage.member, -stage.group, "two")
    await receiver.until(lambda: len(receiver.events) == 5)
    texts = [event["object"]["message"]["text"] for event in receiver.events]
    assert texts == ["one"] * 4 + ["two"]
    assert [counter for counter, event in receiver.got if event["type"] != "confirmation"][:4] == [None, "1", "2", "3"]
    assert len({event["event_id"] for event in receiver.events}) == 2

    receiver.answers = [(500, "", {})] * 5
    stage.sandbox.say(stage.member, -stage.group, "lost")
    await receiver.until(lambda: not receiver.answers)
    async with asyncio.timeout(10):
        while stage.sandbox.world.groups[stage.group].callback_servers[1].status != "failed":  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_what_can_not_be_is_refused(stage: Stage, community: Vk, service: Vk) -> None:
    url = "https://bot.example.org/hook"
    assert await service.error("groups.getCallbackServers", group_id=stage.group) == 28
    assert await community.error("groups.addCallbackServer", group_id=stage.group, url="nowhere", title="Bot") == 100
    assert await community.error("groups.addCallbackServer", group_id=stage.group, url=url, title="B" * 15) == 100
    assert await community.error("groups.deleteCallbackServer", group_id=stage.group, server_id=9) == 104
    for _ in range(10):
        await community("groups.addCallbackServer", group_id=stage.group, url=url, title="Bot")
    assert await community.error("groups.addCallbackServer", group_id=stage.group, url=url, title="Bot") == 2000
    assert await community("groups.deleteCallbackServer", group_id=stage.group, server_id=3) == 1
    await community("groups.addCallbackServer", group_id=stage.group, url=url, title="Bot")
