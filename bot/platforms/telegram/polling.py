"""Long polling: fetches updates, hands messages and presses over, and only then tells Telegram that they are taken."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from aiogram import Bot
from aiogram.exceptions import TelegramNotFound
from aiogram.methods import TelegramMethod
from aiogram.utils.backoff import Backoff, BackoffConfig

from bot.domain.message import Incoming, InlineQuery, Press
from bot.platforms.telegram.persistence import until_it_works
from bot.platforms.telegram.taking import DEFAULT_BACKOFF, UpdateTaking

_ANSWER_MARGIN_S = 10  # how much later than asked for the answer of a long poll may come


class GetRawUpdates(TelegramMethod[list[object]]):
    """getUpdates with each update left as it came: aiogram's own loses a batch over one update that it can't read."""

    __returning__ = list[object]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int
    allowed_updates: list[str]


class TelegramPolling:
    """Feeds `on_message` and `on_press` with what people write and press, one after the other, in Telegram's order.

    An update counts as taken when its callback has returned. After a restart or a lost answer the same update comes
    again, with the same key: the callbacks keep keys and drop repeats. A callback that raises Retryable is asked again
    until it takes the update; after any other error it is asked a few times, then the update is logged and left out.
    `on_inline`, if given, hears what people ask inline. `timeout_s` is how long one poll waits for something to happen;
    `on_success` hears of each poll that was answered.
    """

    def __init__(
        self,
        bot: Bot,
        on_message: Callable[[Incoming], Awaitable[None]],
        on_press: Callable[[Press], Awaitable[None]],
        *,
        on_inline: Callable[[InlineQuery], None] | None = None,
        timeout_s: int = 50,
        backoff: BackoffConfig = DEFAULT_BACKOFF,
        on_success: Callable[[], None] = lambda: None,
    ) -> None:
        self._bot = bot
        self._on_success = on_success
        self._timeout_s = timeout_s
        self._backoff = backoff
        self._offset: int | None = None
        self._taking = UpdateTaking(bot, on_message, on_press, on_inline=on_inline, backoff=backoff)

    async def run(self) -> None:
        """Poll until cancelled, through every trouble that may pass. Raises Misconfigured when the token is refused."""
        await until_it_works(self._prepare, self._backoff, may_be_wrong_address=True)
        self._on_success()
        idle = Backoff(self._backoff)
        while True:
            offset = self._offset
            updates = await until_it_works(self._fetch, self._backoff)
            self._on_success()
            taken = [await self._taking.take(update) for update in updates]
            # By this answer alone: after a week without updates Telegram goes on at a random number, maybe a lower one.
            self._offset = max([number + 1 for number in taken if number is not None], default=offset)
            if updates and self._offset == offset:
                # Nothing of this answer can be confirmed, so the next one comes at once and is the same.
                await asyncio.sleep(max(next(idle), 0.0))
            else:
                idle.reset()

    async def _prepare(self) -> None:
        """Learn the bot's name; a webhook would keep the updates away. What waits stays."""
        await self._taking.learn_name()
        # getMe has shown that token and address are right: a server that doesn't know webhooks has none to remove.
        with contextlib.suppress(TelegramNotFound):
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def _fetch(self) -> list[object]:
        return await self._bot(
            GetRawUpdates(offset=self._offset, timeout=self._timeout_s, allowed_updates=self._taking.allowed_updates),
            request_timeout=self._timeout_s + _ANSWER_MARGIN_S,
        )
