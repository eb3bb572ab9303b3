"""Limits on sending: 429 names the seconds to wait, and waiting so long is enough."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import BufferedInputFile, InputMediaPhoto, MediaUnion

from bot.sandbox.rate_limit import Rate
from bot.sandbox.telegram import TelegramLimits, TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, User
from tests.sandbox.telegram.conftest import TOKEN, Clock
from tests.sandbox.telegram.pictures import picture


async def send_until_refused(bot: Bot, chat_id: int, at_most: int = 100) -> tuple[int, TelegramRetryAfter]:
    """(messages that went through, the refusal)."""
    for sent in range(at_most):
        try:
            await bot.send_message(chat_id, str(sent))
        except TelegramRetryAfter as refusal:
            return sent, refusal
    pytest.fail(f"{at_most} messages went through")


async def test_a_chat_takes_a_short_burst_and_then_a_message_a_second(bot: Bot, anna: User, clock: Clock) -> None:
    sent, refusal = await send_until_refused(bot, anna.id)
    assert (sent, refusal.retry_after) == (3, 3)
    assert "Too Many Requests: retry after 3" in refusal.message
    clock.forward(refusal.retry_after)
    await bot.send_message(anna.id, "after")


async def test_a_refused_message_is_not_sent_and_doesnt_lengthen_the_wait(
    sandbox: TelegramSandbox, bot: Bot, anna: User, clock: Clock
) -> None:
    await send_until_refused(bot, anna.id)
    clock.forward(2)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(anna.id, "too early")
    assert refused.value.retry_after == 1
    assert len(sandbox.messages(anna.id)) == 4


async def test_a_group_takes_twenty_messages_a_minute(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, clock: Clock
) -> None:
    group = sandbox.add_chat("supergroup", "Memes", creator=anna.id)
    sandbox.join(account.id, group.id)
    for number in range(20):
        await bot.send_message(group.id, str(number))
        clock.forward(1)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(group.id, "one more")
    assert refused.value.retry_after == 40


async def test_a_bot_sends_thirty_messages_a_second_over_all(sandbox: TelegramSandbox, bot: Bot, clock: Clock) -> None:
    people = [sandbox.add_user(f"Person {n}") for n in range(31)]
    for person in people:
        sandbox.say(person.id, person.id, "/start")
    for person in people[:30]:
        await bot.send_message(person.id, "news")
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(people[30].id, "news")
    assert refused.value.retry_after == 1


async def test_limits_are_a_setting() -> None:
    clock = Clock()
    limits = TelegramLimits(per_chat=Rate(1, 1.0))
    sandbox = TelegramSandbox(limits=limits, clock=clock)
    bot = sandbox.add_bot(TOKEN, "wallflower_bot")
    anna = sandbox.add_user("Anna")
    sandbox.say(anna.id, bot.id, "/start")
    await sandbox.start()
    try:
        async with aiohttp.ClientSession(sandbox.base_url) as http:
            statuses = []
            for _ in range(2):
                async with http.get(f"/bot{TOKEN}/sendMessage", params={"chat_id": anna.id, "text": "a"}) as response:
                    statuses.append((response.status, response.headers.get("Retry-After")))
    finally:
        await sandbox.stop()
    assert statuses == [(200, None), (429, "1")]


async def test_an_album_counts_as_so_many_messages(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, clock: Clock
) -> None:
    group = sandbox.add_chat("supergroup", "Memes", creator=anna.id)
    sandbox.join(account.id, group.id)
    for _ in range(2):
        media: list[MediaUnion] = [InputMediaPhoto(media=BufferedInputFile(picture(), "a.png")) for _ in range(10)]
        await bot.send_media_group(group.id, media)
        clock.forward(10)
    with pytest.raises(TelegramRetryAfter) as refused:
        await bot.send_message(group.id, "the twenty-first")
    assert refused.value.retry_after == 40
