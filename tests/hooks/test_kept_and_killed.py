"""A process that dies after it kept an update and before it said so: the update comes again, and is answered once."""

import asyncio
import socket
from collections.abc import Sequence
from datetime import UTC, datetime

import aiohttp
import pytest
from aiogram import Bot

from bot.domain.member import Platform
from bot.domain.message import Incoming, Press
from bot.platforms.telegram.webhook import TelegramWebhook
from bot.platforms.vk.callback import VkCallback
from bot.sandbox.telegram import TelegramSandbox
from bot.storage.database import Database
from bot.storage.inbox import Inbox
from tests.hooks.conftest import ServeHooks
from tests.hooks.test_telegram_webhook import BOT_ID, FAST, bot, credentials, set_up, telegram, update
from tests.hooks.test_vk_callback import KEY, behaviour, brings, soon
from tests.platforms.vk.conftest import Community, community

__all__ = ["behaviour", "bot", "community", "telegram"]


class Process:
    """One process of the bot, as far as updates are kept; `dies` has it end after it kept one."""

    def __init__(self, database: Database, name: str, *, dies: bool) -> None:
        self.inbox = Inbox(database, name)
        self.kept: list[str] = []
        self.is_dead = asyncio.Event()
        self._dies = dies

    async def take(self, what: Incoming | Press) -> None:
        """As the desk."""
        await self.take_all([what])

    async def take_all(self, events: Sequence[Incoming | Press]) -> None:
        """As the desk; who dies never comes back from here."""
        new = await self.inbox.receive_all(events, datetime.now(UTC))
        self.kept += [one.text for one in new if isinstance(one, Incoming)]
        if self._dies:
            self.is_dead.set()
            await asyncio.Event().wait()


@pytest.fixture
def database(file_database: Database) -> Database:
    """What both processes keep updates in."""
    return file_database


async def left(process: Process, platform: Platform) -> list[str]:
    """What the process takes up of the dead one's."""
    found = await process.inbox.take_over({"second"}, {platform})
    return [update.text for update, _ in found if isinstance(update, Incoming)]


async def test_telegram_brings_it_to_the_next_process_which_knows_it(
    database: Database,
    telegram: TelegramSandbox,
    bot: Bot,
    public_url: str,
    serving_hooks: ServeHooks,
) -> None:
    anna = telegram.add_user("Anna").id
    first, second = Process(database, "first", dies=True), Process(database, "second", dies=False)
    async with serving_hooks(TelegramWebhook(bot, public_url, first.take, first.take, backoff=FAST)):
        await set_up(telegram)
        telegram.say(anna, BOT_ID, "one")
        await asyncio.wait_for(first.is_dead.wait(), 10)
    assert first.kept == ["one"]
    async with serving_hooks(TelegramWebhook(bot, public_url, second.take, second.take, backoff=FAST)):
        telegram.say(anna, BOT_ID, "two")
        account = telegram.backend.state.bot_by_id(BOT_ID)
        await telegram.wait_until(lambda: account is not None and account.updates.pending_count == 0)
    assert second.kept == ["two"]
    assert await left(second, Platform.TELEGRAM) == ["one"]


async def test_vk_brings_it_to_the_next_process_which_knows_it(
    database: Database,
    community: Community,
    public_url: str,
    serving_hooks: ServeHooks,
) -> None:
    first, second = Process(database, "first", dies=True), Process(database, "second", dies=False)

    def callback(process: Process) -> VkCallback:
        return VkCallback(
            community.community, KEY, community.group_id, public_url, on_events=process.take_all, pause=soon
        )  # fmt: skip

    async with serving_hooks(callback(first)):
        await brings(community)
        community.sandbox.say(community.member_id, -community.group_id, "one")
        await asyncio.wait_for(first.is_dead.wait(), 10)
    assert first.kept == ["one"]
    async with serving_hooks(callback(second)):
        async with asyncio.timeout(20):
            while "two" not in second.kept:
                community.sandbox.say(community.member_id, -community.group_id, "two")
                await asyncio.sleep(0.1)
    assert "one" not in second.kept
    assert await left(second, Platform.VK) == ["one"]


async def test_two_processes_behind_one_address_keep_each_update_once(
    database: Database, telegram: TelegramSandbox, bot: Bot, public_url: str, serving_hooks: ServeHooks,
) -> None:  # fmt: skip
    """Both set the same webhook and know the same secret; whichever is called keeps."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        second_port = free.getsockname()[1]
    one, other = Process(database, "one", dies=False), Process(database, "other", dies=False)
    hooks = [TelegramWebhook(bot, public_url, each.take, each.take, backoff=FAST) for each in (one, other)]
    async with serving_hooks(hooks[0]), serving_hooks(hooks[1], port=second_port):
        await set_up(telegram)
        second_url = f"http://127.0.0.1:{second_port}"
        async with aiohttp.ClientSession(headers=credentials()) as session:

            async def bring(number: int) -> int:
                url = (public_url, second_url)[number % 2] + hooks[0].path
                async with session.post(url, json=update(100 + number % 10, f"text {number % 10}")) as answer:
                    return answer.status

            async with asyncio.timeout(10):
                while 503 in (await bring(0), await bring(1)):  # noqa: ASYNC110 - until both know the bot's name
                    await asyncio.sleep(0.02)
            assert set(await asyncio.gather(*(bring(number) for number in range(40)))) == {200}
    assert sorted(one.kept + other.kept) == [f"text {number}" for number in range(10)]
