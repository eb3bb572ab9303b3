"""The plan of faults: what reaches the bot, and what had already happened when it went wrong."""

from collections.abc import Callable

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from bot.sandbox.faults import ApiError, Delay, Drop, Fault, FaultPlan, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import User


@pytest.mark.parametrize(
    ("fault", "error", "is_sent"),
    [
        (Drop("before"), TelegramNetworkError, False),
        (Drop("after"), TelegramNetworkError, True),
        (HttpError(502), ClientDecodeError, False),
        (HttpError(504, "after"), ClientDecodeError, True),
        (Malformed("truncated"), ClientDecodeError, True),
        (Malformed("wrong_types"), ClientDecodeError, True),
        (Malformed("html"), ClientDecodeError, True),
        (ApiError(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), TelegramBadRequest, False),
        (ApiError(429, "Too Many Requests: retry after 7", retry_after=7), TelegramRetryAfter, False),
        (ApiError(400, "Bad Request: lie", when="after"), TelegramBadRequest, True),
    ],
    ids=lambda value: str(value) if isinstance(value, bool) else None,
)
async def test_a_fault_strikes_before_or_after_the_message_is_sent(
    sandbox: TelegramSandbox,
    client: Callable[..., Bot],
    faults: FaultPlan,
    anna: User,
    fault: Fault,
    error: type[Exception],
    is_sent: bool,
) -> None:
    bot = client(keep=False)  # spoilt answers follow no description
    faults.add(FaultRule("send*", fault, Nth(1)))
    with pytest.raises(error):
        await bot.send_message(anna.id, "struck")
    texts = [message.words.text for message in sandbox.messages(anna.id)]
    assert ("struck" in texts) is is_sent
    await bot.send_message(anna.id, "again")
    first, second = sandbox.calls.of("sendMessage")
    assert (first.took_effect, first.faults) == (is_sent, [fault.kind])
    assert (second.took_effect, second.faults) == (True, [])


async def test_a_delay_is_waited_for_and_nothing_is_lost(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    sandbox.faults.add(FaultRule("getMe", Delay(0.01)))
    assert (await bot.get_me()).username == "wallflower_bot"
    assert sandbox.calls.of("getMe")[0].faults == ["delay"]


async def test_updates_in_a_lost_answer_come_again(
    sandbox: TelegramSandbox, bot: Bot, faults: FaultPlan, anna: User
) -> None:
    sandbox.say(anna.id, anna.id, "hello")
    faults.add(FaultRule("getUpdates", Drop("after"), Nth(1)))
    with pytest.raises(TelegramNetworkError):
        await bot.get_updates()
    assert len(await bot.get_updates()) == 1
