"""The rate limits are kept by waiting; a 429 that comes all the same is waited out, within bounds."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from aiogram import Bot

from bot.domain.member import Address, Platform
from bot.domain.message import Message, Press, Sent
from bot.domain.place import Place
from bot.errors import Retryable
from bot.platforms.telegram import Limits, TelegramChannel, TelegramChat
from bot.platforms.telegram.rate_limits import Rate, RateLimits, Window
from bot.platforms.telegram.session import TelegramSession

if TYPE_CHECKING:
    from tests.platforms.telegram.conftest import ScriptedApi

MakeBot = Callable[..., Bot]
WIDE = Rate(1000, 0.001)


def flood(retry_after: int) -> dict[str, object]:
    description = f"Too Many Requests: retry after {retry_after}"
    return {"ok": False, "error_code": 429, "description": description, "parameters": {"retry_after": retry_after}}


@pytest.mark.parametrize(
    ("rate", "calls", "window_s"),
    [(Limits().overall, 30, 1.0), (Limits().chat, 1, 1.0), (Limits().chat, 3, 3.0), (Limits().group, 20, 60.0)],
)
def test_each_default_stays_below_telegram_s_limit_in_any_window(rate: Rate, calls: int, window_s: float) -> None:
    """At worst a window begins with a burst, and another comes each time that the rate allows one."""
    assert rate.calls * (window_s // rate.window_s + 1) <= calls


async def test_a_window_never_lets_more_through_than_its_rate() -> None:
    window, instants = Window(Rate(3, 0.05)), []

    async def call() -> None:
        await window.acquire()
        instants.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(call() for _ in range(12)))
    assert all(later - earlier >= 0.05 for earlier, later in zip(instants, instants[3:], strict=False))
    assert instants[-1] - instants[0] < 1


async def test_messages_to_one_chat_keep_their_distance_and_order(api: "ScriptedApi", bot_at: MakeBot) -> None:
    chat = TelegramChat(bot_at(api.url, limits=Limits(chat=Rate(1, 0.05), group=WIDE, overall=WIDE)))
    anna = Address(Platform.TELEGRAM, 42)
    began = time.monotonic()
    await asyncio.gather(*(chat.send(anna, Message(f"{number}"), "key") for number in range(6)))
    assert time.monotonic() - began >= 5 * 0.05
    assert [form["text"] for form in api.forms("sendMessage")] == [str(number) for number in range(6)]


async def test_a_busy_chat_does_not_hold_up_another_or_an_answer_to_a_press(
    api: "ScriptedApi", bot_at: MakeBot
) -> None:
    chat = TelegramChat(bot_at(api.url, limits=Limits(chat=Rate(1, 600.0), group=WIDE, overall=WIDE)))
    anna, boris = Address(Platform.TELEGRAM, 42), Address(Platform.TELEGRAM, 43)
    await chat.send(anna, Message("first"), "key")
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(chat.send(anna, Message("second"), "key"))
        await chat.send(boris, Message("hello"), "key")
        await chat.answer(Press("1", anna, anna, 7, "x", "q1"), "done")
        assert not waiting.done()
        waiting.cancel()
    assert [form["text"] for form in api.forms("sendMessage")] == ["first", "hello"]


async def test_a_group_s_minute_counts_messages_and_edits_alike(api: "ScriptedApi", bot_at: MakeBot) -> None:
    chat = TelegramChat(bot_at(api.url, limits=Limits(chat=WIDE, group=Rate(4, 600.0), overall=WIDE)))
    group = Address(Platform.TELEGRAM, -5)
    for number in range(2):
        await chat.send(group, Message(f"{number}"), "key")
        await chat.edit(group, Sent(7), Message(f"face {number}"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await chat.send(group, Message("one too many"), "key")
    assert len(api.forms("sendMessage")) == 2
    assert len(api.forms("editMessageText")) == 2


async def test_a_429_is_waited_out_while_the_chat_s_other_messages_wait_too(
    api: "ScriptedApi", bot_at: MakeBot
) -> None:
    chat = TelegramChat(bot_at(api.url))
    anna = Address(Platform.TELEGRAM, 42)
    api.answer("sendMessage", api.reply(flood(1), 429))
    began = time.monotonic()
    await asyncio.gather(chat.send(anna, Message("first"), "1"), chat.send(anna, Message("second"), "2"))
    assert time.monotonic() - began >= 1
    assert [form["text"] for form in api.forms("sendMessage")] == ["first", "first", "second"]


async def test_after_three_429_the_caller_is_told(api: "ScriptedApi", bot_at: MakeBot) -> None:
    chat = TelegramChat(bot_at(api.url))
    api.answer("sendMessage", *[api.reply(flood(1), 429)] * 3)
    with pytest.raises(Retryable) as caught:
        await chat.send(Address(Platform.TELEGRAM, 42), Message("hello"), "key")
    assert caught.value.retry_after_s == 1
    assert len(api.forms("sendMessage")) == 3


async def test_a_post_does_not_queue_for_long_behind_other_messages(api: "ScriptedApi", bot_at: MakeBot) -> None:
    limits = Limits(chat=Rate(1, 600.0), group=WIDE, overall=WIDE, longest_queue_s=0.05)
    channel = TelegramChannel(bot_at(api.url, limits=limits))
    place = Place.parse("telegram:-5")
    await channel.publish(place, "first", "1")
    with pytest.raises(Retryable, match="wait"):
        await channel.publish(place, "second", "2")
    assert [form["text"] for form in api.forms("sendMessage")] == ["first"]


async def test_a_thousand_members_leave_nothing_behind(api: "ScriptedApi", bot_at: MakeBot) -> None:
    bot = bot_at(api.url, limits=Limits(chat=Rate(1, 0.001), group=WIDE, overall=Rate(5000, 0.001)))
    chat = TelegramChat(bot)
    for number in range(1, 2200):
        await chat.send(Address(Platform.TELEGRAM, number), Message("hello"), "key")
    assert isinstance(bot.session, TelegramSession)
    (limits,) = bot.session.middleware
    assert isinstance(limits, RateLimits)
    assert len(limits._paces) <= 1001
