"""Brings updates to bots that have set a webhook on this machine, one at a time, again and again until taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.methods.polling import LOOPBACK
from bot.sandbox.telegram.state import BotAccount, Webhook

DELIVERY_TIMEOUT_S = 60.0


class Postmen:
    """One task for each bot with a webhook on loopback. What a bot answers in the body is not executed."""

    def __init__(self, backend: Backend, moved: Callable[[], None]) -> None:
        """`moved` is called after each delivery, whether it was taken or not."""
        self._backend = backend
        self._moved = moved
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def follow(self, bot: BotAccount) -> None:
        """Start, exchange or end the bot's task, after its webhook was set or deleted."""
        await self._end(self._tasks.pop(bot.id, None))
        webhook = bot.webhook
        if (
            webhook is not None
            and urlsplit(webhook.url).scheme == "http"
            and urlsplit(webhook.url).hostname in LOOPBACK
        ):
            self._tasks[bot.id] = asyncio.create_task(self._deliver(bot, webhook), name=f"webhook of bot {bot.id}")

    async def stop(self) -> None:
        """End all tasks; an error of theirs that nobody has seen yet comes out here."""
        while self._tasks:
            await self._end(self._tasks.popitem()[1])

    async def _end(self, task: asyncio.Task[None] | None) -> None:
        if task is None:
            return
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            if not task.cancelled():
                raise

    async def _deliver(self, bot: BotAccount, webhook: Webhook) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret_token} if webhook.secret_token else {}
        timeout = aiohttp.ClientTimeout(total=DELIVERY_TIMEOUT_S)
        async with aiohttp.ClientSession(timeout=timeout, headers=headers) as session:
            while True:
                await bot.updates.wait_for_any()
                for update in bot.updates.peek(1):
                    problem = await self._post(session, webhook.url, update.to_json())
                    if problem is None:
                        bot.updates.confirm(update.update_id + 1)
                        self._moved()
                        continue
                    webhook.last_error_at, webhook.last_error = self._backend.now, problem
                    self._moved()
                    await asyncio.sleep(self._backend.patience.webhook_retry_s)

    async def _post(self, session: aiohttp.ClientSession, url: str, update: dict[str, object]) -> str | None:
        """What went wrong, or None."""
        try:
            async with session.post(url, json=update) as response:
                await response.read()
                if response.ok:
                    return None
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError:
            return "Connection failed"
