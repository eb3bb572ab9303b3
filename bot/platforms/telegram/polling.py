"""Long polling: fetches updates, hands messages and presses over, and only then tells Telegram that they are taken."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Update
from aiogram.types import InlineQuery as AiogramQuery
from aiogram.types import Message as TelegramMessage
from aiogram.types.update import UpdateTypeLookupError
from aiogram.utils.backoff import Backoff, BackoffConfig
from pydantic import ValidationError

from bot.domain.message import Incoming, InlineQuery, Press
from bot.errors import Retryable
from bot.platforms.telegram.incoming import incoming_of, inline_of, press_of
from bot.platforms.telegram.translation import LONGEST_RETRY_AFTER_S, translate

_log = structlog.get_logger(__name__)

DEFAULT_BACKOFF = BackoffConfig(min_delay=1.0, max_delay=30.0, factor=2.0, jitter=0.1)
TRIES = 3  # for an update whose callback fails in an unforeseen way
_MAX_UPDATE_ID = 2**52  # far beyond the Bot API's 32 bits
_ANSWER_MARGIN_S = 10  # how much later than asked for the answer of a long poll may come

T = TypeVar("T")


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
    until it takes the update; after any other error it is asked `TRIES` times in all, then the update is logged and
    left out. `on_inline`, if given, hears what people ask inline; that is worth nothing after seconds, so nobody waits
    for it and nothing comes again. `timeout_s` is how long one poll waits for something to happen.
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
    ) -> None:
        self._bot = bot
        self._on_message = on_message
        self._on_press = on_press
        self._timeout_s = timeout_s
        self._backoff = backoff
        self._username = ""
        self._offset: int | None = None
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.message.register(self._take_message)
        self._dispatcher.callback_query.register(self._take_press)
        self._on_inline = on_inline
        if on_inline is not None:
            self._dispatcher.inline_query.register(self._take_inline)

    async def run(self) -> None:
        """Poll until cancelled, through every trouble that may pass. Raises Misconfigured when the token is refused."""
        await self._until_it_works(self._prepare, may_be_wrong_address=True)
        idle = Backoff(self._backoff)
        while True:
            offset = self._offset
            updates = await self._until_it_works(self._fetch)
            taken = [await self._take(update) for update in updates]
            # By this answer alone: after a week without updates Telegram goes on at a random number, maybe a lower one.
            self._offset = max([number + 1 for number in taken if number is not None], default=offset)
            if updates and self._offset == offset:
                # Nothing of this answer can be confirmed, so the next one comes at once and is the same.
                await asyncio.sleep(max(next(idle), 0.0))
            else:
                idle.reset()

    async def _prepare(self) -> None:
        """Learn the bot's name; a webhook would keep the updates away. What waits stays."""
        self._username = (await self._bot.get_me()).username or ""
        # getMe has shown that token and address are right: a server that doesn't know webhooks has none to remove.
        with contextlib.suppress(TelegramNotFound):
            await self._bot.delete_webhook(drop_pending_updates=False)

    async def _fetch(self) -> list[object]:
        return await self._bot(
            GetRawUpdates(
                offset=self._offset,
                timeout=self._timeout_s,
                allowed_updates=self._dispatcher.resolve_used_update_types(),
            ),
            request_timeout=self._timeout_s + _ANSWER_MARGIN_S,
        )

    async def _until_it_works(self, call: Callable[[], Awaitable[T]], *, may_be_wrong_address: bool = False) -> T:
        backoff = Backoff(self._backoff)
        while True:
            pause_s = max(next(backoff), 0.0)
            try:
                return await call()
            except (TelegramUnauthorizedError, TelegramNotFound) as error:
                # Later on, a 404 is a gateway's: the first call has shown that token and address are right.
                if may_be_wrong_address or isinstance(error, TelegramUnauthorizedError):
                    raise translate(error, "the updates", repeatable=True) from error
                _log.warning("polling failed and is tried again", error=type(error).__name__, pause_s=pause_s)
            except TelegramRetryAfter as error:
                pause_s = min(max(float(error.retry_after), pause_s), LONGEST_RETRY_AFTER_S)
                _log.warning("Telegram asks polling to wait", pause_s=pause_s)
            except TelegramConflictError as error:
                _log.error(
                    "somebody else receives this bot's updates: stop the other instance, or remove the webhook",
                    said=error.message,
                    pause_s=pause_s,
                )
            except (TelegramAPIError, ClientDecodeError) as error:
                _log.warning("polling failed and is tried again", error=type(error).__name__, pause_s=pause_s)
            await asyncio.sleep(pause_s)

    async def _take(self, raw: object) -> int | None:
        """Hand one update over; its number, or None if it has none that could be confirmed."""
        update_id = raw.get("update_id") if isinstance(raw, dict) else None
        # A negative offset would throw the queue away, one too high would confirm what was never seen.
        if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 <= update_id < _MAX_UPDATE_ID:
            _log.warning("an update without a number is left out")
            return None
        update = self._parse(raw, update_id)
        if update is not None:
            await self._hand_over(update)
        return update_id

    def _parse(self, raw: object, update_id: int) -> Update | None:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            _log.debug("update", update=update_id, kind=update.event_type)
        except ValidationError as error:
            # Where and what, without the values: those are a member's.
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            place = ".".join(str(part) for part in first["loc"])[:200]
            _log.warning("a malformed update is left out", update=update_id, place=place, problem=first["type"])
            return None
        except UpdateTypeLookupError:
            _log.warning("an update of an unknown kind is left out", update=update_id)
            return None
        return update

    async def _hand_over(self, update: Update) -> None:
        backoff = Backoff(self._backoff)
        tries = TRIES
        while True:
            pause_s = max(next(backoff), 0.0)
            try:
                await self._dispatcher.feed_update(self._bot, update)
            except Retryable as error:
                pause_s = max(error.retry_after_s, pause_s)
                _log.warning(
                    "an update can't be taken now", update=update.update_id, problem=str(error), pause_s=pause_s
                )
            except Exception:  # noqa: BLE001 - the root of an update: one that breaks the code must not hold up all others
                tries -= 1
                _log.exception("an update could not be taken", update=update.update_id, tries_left=tries)
                if not tries:
                    return
            else:
                return
            await asyncio.sleep(pause_s)

    async def _take_message(self, message: TelegramMessage, event_update: Update) -> None:
        incoming = incoming_of(event_update, message, self._username)
        if incoming is not None:
            await self._on_message(incoming)

    async def _take_press(self, query: CallbackQuery, event_update: Update) -> None:
        press = press_of(event_update, query)
        if press is not None:
            await self._on_press(press)

    async def _take_inline(self, query: AiogramQuery, event_update: Update) -> None:
        asked = inline_of(event_update, query)
        if asked is not None and self._on_inline is not None:
            self._on_inline(asked)
