"""Bots Long Poll: events through vk_api's own listener, and the three ways in which the server fails."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import requests
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll

from bot.sandbox.vk import VkBehaviour, VkLimits
from bot.sandbox.vk.long_poll import EventLog

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, StageMaker, Vk


@contextlib.asynccontextmanager
async def listening(stage: Stage, community: Vk) -> AsyncIterator[VkBotLongPoll]:
    poll = await community.run(VkBotLongPoll, community.session, stage.group, 25)
    try:
        yield poll
    finally:
        poll.session.close()


async def test_events_arrive_in_order_and_only_once(stage: Stage, community: Vk) -> None:
    async with listening(stage, community) as poll:
        stage.sandbox.say(stage.member, stage.wall, "/meme")
        post = stage.sandbox.post_to_wall(stage.wall, "пост")
        stage.sandbox.like(stage.member, stage.wall, post)
        events = await community.run(poll.check)
        assert [event.type for event in events] == [
            VkBotEventType.MESSAGE_NEW,
            VkBotEventType.WALL_POST_NEW,
            "like_add",
        ]
        assert events[0].from_user
        assert events[0].message.text == "/meme"
        stage.sandbox.unlike(stage.member, stage.wall, post)
        assert [event.type for event in await community.run(poll.check)] == ["like_remove"]


async def test_a_waiting_client_is_answered_as_soon_as_something_happens() -> None:
    """The check is already waiting when the event is logged, and ends by it long before its hour is over."""
    log = EventLog(history=5, key_s=60, clock=lambda: 0.0, new_secret=lambda: "key")

    async def happen() -> None:
        log.append({"type": "like_add"})

    async with asyncio.timeout(5):
        answer, _ = await asyncio.gather(log.check(log.issue_key(), log.ts, wait_s=3_600), happen())
    assert answer == {"ts": "2", "updates": [{"type": "like_add"}]}


async def test_several_who_wait_are_all_answered(stage: Stage, community: Vk) -> None:
    server = await community("groups.getLongPollServer", group_id=stage.group)

    async def speak() -> None:
        stage.sandbox.say(stage.member, stage.wall, "есть кто?")

    async with asyncio.timeout(5):
        *answers, _ = await asyncio.gather(*(ask(stage, server, wait="90") for _ in range(3)), speak())
    assert [answer["updates"][0]["object"]["message"]["text"] for answer in answers] == ["есть кто?"] * 3


async def test_a_wait_without_events_ends_with_the_same_ts(stage: Stage, community: Vk) -> None:
    async with listening(stage, community) as poll:
        poll.wait = 0
        before = poll.ts
        assert await community.run(poll.check) == []
        assert poll.ts == before


async def ask(stage: Stage, server: dict[str, str], **changed: str) -> Any:
    query = {"act": "a_check", "key": server["key"], "ts": server["ts"], "wait": "0"} | changed
    response = await asyncio.to_thread(requests.get, server["server"], params=query, timeout=5)
    return response.json()


async def test_a_ts_out_of_the_history_fails_with_the_new_ts(stage: Stage, community: Vk) -> None:
    server = await community("groups.getLongPollServer", group_id=stage.group)
    stage.sandbox.say(stage.member, stage.wall, "забытое")
    stage.sandbox.forget_long_poll_history(stage.group)
    answer = await ask(stage, server)
    assert answer == {"failed": 1, "ts": str(int(server["ts"]) + 1)}
    for ts in ("999", "-1", "x", "", "9" * 5_000):
        assert (await ask(stage, server, ts=ts))["failed"] == 1


async def test_an_old_key_fails_with_2_and_lost_information_with_3(stage: Stage, community: Vk) -> None:
    server = await community("groups.getLongPollServer", group_id=stage.group)
    assert await ask(stage, server, key="wrong") == {"failed": 2}
    stage.clock.now += 3_600
    assert await ask(stage, server) == {"failed": 2}
    server = await community("groups.getLongPollServer", group_id=stage.group)
    stage.sandbox.lose_long_poll_information(stage.group)
    assert await ask(stage, server) == {"failed": 3}
    server = await community("groups.getLongPollServer", group_id=stage.group)
    assert "updates" in await ask(stage, server)


async def test_vk_apis_listener_recovers_from_each_failure_and_misses_nothing_that_is_kept(
    stage: Stage, community: Vk
) -> None:
    async with listening(stage, community) as poll:
        stage.sandbox.say(stage.member, stage.wall, "до")
        stage.sandbox.expire_long_poll_key(stage.group)
        assert await community.run(poll.check) == []
        [event] = await community.run(poll.check)
        assert event.message.text == "до"


async def test_only_the_events_that_are_switched_on_are_logged(stage: Stage, community: Vk) -> None:
    assert await community("groups.setLongPollSettings", group_id=stage.group, message_new=0, like_add=1) == 1
    settings = await community("groups.getLongPollSettings", group_id=stage.group)
    assert (settings["events"]["message_new"], settings["events"]["like_add"]) == (0, 1)
    before = len(stage.sandbox.events(stage.group))
    stage.sandbox.say(stage.member, stage.wall, "не слышно")
    assert len(stage.sandbox.events(stage.group)) == before
    await community("groups.setLongPollSettings", group_id=stage.group, enabled=0)
    assert await community.error("groups.getLongPollServer", group_id=stage.group) == 100


async def test_an_event_may_come_twice_with_one_event_id_and_its_payload_as_text(make_stage: StageMaker) -> None:
    stage: Stage = await make_stage(behaviour=VkBehaviour(repeat_every_event=1, payload_as_text=True))
    stage.sandbox.say(stage.member, stage.wall, "дважды")
    *_, one, other = stage.sandbox.events(stage.group)
    assert one["event_id"] == other["event_id"]


async def test_the_history_is_no_longer_than_the_limit(make_stage: StageMaker) -> None:
    stage: Stage = await make_stage(limits=VkLimits(long_poll_history=10))
    for number in range(25):
        stage.sandbox.say(stage.member, stage.wall, str(number))
    assert len(stage.sandbox.events(stage.group)) == 10
