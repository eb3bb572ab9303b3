"""Webhooks on loopback: delivered one by one with the secret, and again until they are taken."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from bot.sandbox.faults import FaultPlan
from bot.sandbox.telegram import Patience, TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, User
from tests.sandbox.telegram.conftest import Clock


@dataclass
class Receiver:
    """A bot's own web server; it answers with `statuses` in their order and then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[str | None, Any]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


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
async def sandbox(clock: Clock, faults: FaultPlan) -> AsyncIterator[TelegramSandbox]:
    made = TelegramSandbox(clock=clock, faults=faults, patience=Patience(webhook_retry_s=0.01))
    await made.start()
    yield made
    await made.stop()


async def test_updates_are_brought_with_the_secret_and_again_after_an_error(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    await bot.set_webhook(receiver.url, secret_token="s3cret")
    sandbox.say(anna.id, anna.id, "one")
    sandbox.say(anna.id, anna.id, "two")
    await sandbox.wait_until(lambda: account.updates.pending_count == 0)
    info = await bot.get_webhook_info()
    assert [(secret, update["message"]["text"]) for secret, update in receiver.got] == [
        ("s3cret", "one"),
        ("s3cret", "one"),
        ("s3cret", "two"),
    ]
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_after_the_webhook_is_deleted_updates_wait_for_polling(
    sandbox: TelegramSandbox, bot: Bot, anna: User, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url)
    await bot.delete_webhook()
    sandbox.say(anna.id, anna.id, "one")
    assert len(await bot.get_updates()) == 1
    assert receiver.got == []


async def test_plain_http_is_for_this_machine_only(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="bad webhook: An HTTPS URL must be provided for webhook"):
        await bot.set_webhook("http://example.org:8080/hook")
