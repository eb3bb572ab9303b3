"""Takes updates one by one, however they come: reads what a person did out of each and hands it over.

Long polling fetches updates and a webhook is brought them; from there on both do the same, here.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Update
from aiogram.types import InlineQuery as AiogramQuery
from aiogram.types import Message as TelegramMessage
from aiogram.types.update import UpdateTypeLookupError
from aiogram.utils.backoff import Backoff, BackoffConfig
from pydantic import ValidationError

from bot.domain.message import Incoming, InlineQuery, Press
from bot.errors import Retryable
from bot.platforms.telegram.incoming import incoming_of, inline_of, press_of

_log = structlog.get_logger(__name__)

DEFAULT_BACKOFF = BackoffConfig(min_delay=1.0, max_delay=30.0, factor=2.0, jitter=0.1)
TRIES = 3  # for an update whose callback fails in an unforeseen way
_MAX_UPDATE_ID = 2**52  # far beyond the Bot API's 32 bits


class UpdateTaking:
    """Feeds `on_message` and `on_press` with what people write and press.

    An update counts as taken when its callback has returned. The same update may come again, with the same key: the
    callbacks keep keys and drop repeats. `on_inline`, if given, hears what people ask inline; that is worth nothing
    after seconds, so nobody waits for it and nothing comes again.
    """

    def __init__(
        self,
        bot: Bot,
        on_message: Callable[[Incoming], Awaitable[None]],
        on_press: Callable[[Press], Awaitable[None]],
        *,
        on_inline: Callable[[InlineQuery], None] | None = None,
        backoff: BackoffConfig = DEFAULT_BACKOFF,
    ) -> None:
        self._bot = bot
        self._on_message = on_message
        self._on_press = on_press
        self._on_inline = on_inline
        self._backoff = backoff
        self._username = ""
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.message.register(self._take_message)
        self._dispatcher.callback_query.register(self._take_press)
        if on_inline is not None:
            self._dispatcher.inline_query.register(self._take_inline)

    @property
    def allowed_updates(self) -> list[str]:
        """The kinds of updates that are of use; Telegram is to send no others."""
        return self._dispatcher.resolve_used_update_types()

    async def learn_name(self) -> None:
        """Ask for the bot's name, by which commands in groups are addressed to it. Raises aiogram's errors."""
        self._username = (await self._bot.get_me()).username or ""

    async def take(self, raw: object) -> int | None:
        """Hand one update over; its number, or None if it has none that could be confirmed.

        What can't be taken now is offered again until it can. What can't be read is logged and left out.
        """
        update_id = number_of(raw)
        update = None if update_id is None else self._parse(raw, update_id)
        if update is not None:
            await self._hand_over(update)
        return update_id

    async def take_or_refuse(self, raw: object) -> None:
        """As `take`, but raises Retryable for what can't be taken now: whoever brings it will bring it again."""
        update_id = number_of(raw)
        update = None if update_id is None else self._parse(raw, update_id)
        if update is not None:
            await self._hand_over(update, is_patient=False)

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

    async def _hand_over(self, update: Update, *, is_patient: bool = True) -> None:
        backoff = Backoff(self._backoff)
        tries = TRIES
        while True:
            pause_s = max(next(backoff), 0.0)
            try:
                await self._dispatcher.feed_update(self._bot, update)
            except Retryable as error:
                if not is_patient:
                    raise
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


def number_of(raw: object) -> int | None:
    """An update's number, or None if it has none that could be confirmed."""
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    # A negative offset would throw the queue away, one too high would confirm what was never seen.
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 <= update_id < _MAX_UPDATE_ID:
        _log.warning("an update without a number is left out")
        return None
    return update_id
