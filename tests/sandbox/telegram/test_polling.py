"""getUpdates as bots rely on it: nothing is lost before its offset is confirmed, and nothing comes twice after."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.exceptions import RestartingTelegram, TelegramConflictError

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, User
from tests.sandbox.telegram.conftest import Clock


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(
    sandbox: TelegramSandbox, bot: Bot, anna: User
) -> None:
    sandbox.say(anna.id, anna.id, "one")
    sandbox.say(anna.id, anna.id, "two")
    first = await bot.get_updates()
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    none = await bot.get_updates(offset=first[1].update_id + 1)
    assert [u.message and u.message.text for u in first] == ["one", "two"]
    assert [u.update_id for u in again] == [u.update_id for u in first]
    assert [u.message and u.message.text for u in rest] == ["two"]
    assert none == []


async def test_limit_bounds_a_batch_and_leaves_the_rest_waiting(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    for number in range(105):
        sandbox.say(anna.id, anna.id, str(number))
    assert len(await bot.get_updates(limit=3)) == 3
    assert len(await bot.get_updates(limit=1000)) == 100
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 105


async def test_a_negative_offset_keeps_only_the_newest(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    for text in ("one", "two", "three"):
        sandbox.say(anna.id, anna.id, text)
    newest = await bot.get_updates(offset=-1)
    assert [u.message and u.message.text for u in newest] == ["three"]
    assert len(await bot.get_updates()) == 1


async def test_a_long_poll_ends_as_soon_as_something_is_said(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.wait_until(lambda: sandbox.calls.of("getUpdates"))
    sandbox.say(anna.id, anna.id, "wake up")
    async with asyncio.timeout(5):
        updates = await polling
    assert [u.message and u.message.text for u in updates] == ["wake up"]


async def test_a_long_poll_without_news_ends_empty_after_its_timeout(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == []


async def test_a_second_poll_ends_the_first_with_409(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.wait_until(lambda: sandbox.calls.of("getUpdates"))
    assert await bot.get_updates(timeout=0) == []
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first


async def test_polling_is_refused_while_a_webhook_is_set(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.wait_until(lambda: sandbox.calls.of("getUpdates"))
    await bot.set_webhook("https://example.org/hook", secret_token="s3cret")
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await first
    with pytest.raises(TelegramConflictError, match="while webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_allowed_updates_are_remembered_and_an_empty_list_restores_the_default(
    sandbox: TelegramSandbox, bot: Bot, anna: User
) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    sandbox.say(anna.id, anna.id, "unheard")
    assert await bot.get_updates() == []
    assert (await bot.get_webhook_info()).allowed_updates == ["callback_query"]
    await bot.get_updates(allowed_updates=[])
    sandbox.say(anna.id, anna.id, "heard")
    assert len(await bot.get_updates()) == 1


async def test_updates_that_nobody_fetches_for_a_day_are_gone(
    sandbox: TelegramSandbox, bot: Bot, anna: User, clock: Clock
) -> None:
    sandbox.say(anna.id, anna.id, "old")
    clock.forward(86_401)
    assert await bot.get_updates() == []


async def test_update_ids_grow_by_one(sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User) -> None:
    for text in "abc":
        sandbox.say(anna.id, account.id, text)
    ids = [update.update_id for update in await bot.get_updates()]
    assert ids == list(range(ids[0], ids[0] + 3))


async def test_stopping_the_server_ends_an_open_poll_at_once(sandbox: TelegramSandbox, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await sandbox.wait_until(lambda: sandbox.calls.of("getUpdates"))
    async with asyncio.timeout(5):
        await sandbox.stop()
        with pytest.raises(RestartingTelegram):
            await polling
