"""What has been said to a bot that nobody runs yet: who wrote the one-time code, which channels it was added to.

Updates are looked at and left where they are, so that `wallflower run` finds them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Chat, Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.domain.countersign import Countersign
from bot.domain.message import Incoming
from bot.errors import Refused, Retryable
from bot.platforms.telegram.incoming import incoming_of
from bot.platforms.telegram.polling import GetRawUpdates
from bot.platforms.telegram.text import clean
from bot.platforms.telegram.translation import translated

# As many come at a time.
_MOST_UPDATES = 100
# An answer comes at once while an update waits, as those that are left do.
_BETWEEN_LOOKS_S = 1.0
_POLL_S = 10
_ANSWER_MARGIN_S = 10
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel that the bot saw; `name` is its public one, with @, or "" for a private channel."""

    id: int
    title: str
    name: str


async def first_with(
    bot: Bot,
    countersign: Countersign,
    *,
    timeout_s: float,
    on_ready: Callable[[], None],
    on_other: Callable[[], None] = lambda: None,
) -> Incoming | None:
    """The first private message that is the code, None after `timeout_s`. `on_other` hears of each that is not.

    Raises Refused where somebody else receives this bot's updates, Misconfigured for a token that is refused.
    """
    on_ready()
    try:
        async with asyncio.timeout(timeout_s):
            async for update in _updates(bot):
                said = None if update.message is None else incoming_of(update, update.message, "")
                if said is None or not said.is_private:
                    continue
                if countersign.is_in(said.text):
                    return said
                on_other()
    except TimeoutError:
        pass
    return None


async def channels(bot: Bot) -> list[Channel]:
    """The channels in which the bot was made an administrator of late, or saw a post; the newest first.

    Telegram keeps a day of updates, and shows a bot no list of its chats. Raises as `first_with`, and Retryable.
    """
    found: dict[int, Channel] = {}
    for update in await _fetched(bot, None, 0):
        chat = _channel_of(update)
        if chat is not None:
            found.pop(chat.id, None)
            found[chat.id] = Channel(
                chat.id, clean(chat.title or "")[:_LONGEST_TITLE], f"@{chat.username}" if chat.username else ""
            )
    return list(reversed(found.values()))


def _channel_of(update: Update) -> Chat | None:
    if update.channel_post is not None:
        return update.channel_post.chat
    changed = update.my_chat_member
    if changed is None or changed.chat.type != "channel":
        return None
    return changed.chat if changed.new_chat_member.status == "administrator" else None


async def _updates(bot: Bot) -> AsyncIterator[Update]:
    """Each update once, for ever. What wants to be tried again is."""
    seen: set[int] = set()
    offset: int | None = None
    while True:
        try:
            updates = await _fetched(bot, offset, _POLL_S)
        except Retryable as error:
            await asyncio.sleep(min(error.retry_after_s, _BETWEEN_LOOKS_S))
            continue
        for update in updates:
            if update.update_id not in seen:
                seen.add(update.update_id)
                yield update
        if len(updates) >= _MOST_UPDATES:
            # Those behind them come only once these are confirmed. So much is left only of a bot that others know.
            offset = updates[-1].update_id + 1
        elif updates:
            await asyncio.sleep(_BETWEEN_LOOKS_S)


async def _fetched(bot: Bot, offset: int | None, timeout_s: int) -> list[Update]:
    """The updates that wait, without those that can't be read."""
    try:
        with translated("the question for updates", repeatable=True):
            raw = await bot(
                GetRawUpdates(offset=offset, timeout=timeout_s, allowed_updates=[]),
                request_timeout=timeout_s + _ANSWER_MARGIN_S,
            )
    except Refused as refusal:
        if isinstance(refusal.__cause__, TelegramConflictError):
            raise Refused(
                "somebody else receives this bot's updates: stop the `wallflower run` or the other program that does"
            ) from refusal
        raise
    return [update for update in map(_parsed, raw) if update is not None]


def _parsed(raw: object) -> Update | None:
    try:
        update = Update.model_validate(raw)
        update.event_type  # noqa: B018 - raises for a kind that is unknown
    except (ValidationError, UpdateTypeLookupError):
        return None
    return update
