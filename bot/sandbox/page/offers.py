"""Inline mode of Telegram: what the bot offers to somebody who types its name and words, and what they choose of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.page.awaiting import awaited
from bot.sandbox.rooms import Room, telegram_chat
from bot.sandbox.stage import Person, Stage
from bot.sandbox.telegram.errors import BotApiError, ImpossibleActError
from bot.sandbox.telegram.fetching import fetch_jpeg
from bot.sandbox.telegram.state import InlineQuery, JsonObject

MOST_CHARS = 256
"""Of the words behind the bot's name: Bot API, InlineQuery."""

# Bot API, answerInlineQuery: what comes later is refused.
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Offer:
    """One result. `thumbnail` says whether the page may ask for its picture."""

    id: str
    title: str
    about: str
    has_thumbnail: bool


@dataclass(frozen=True, slots=True)
class Offers:
    """What the bot answered; `query` is what a choice names. `note` stands above, and leads to the private chat."""

    query: str
    offers: tuple[Offer, ...] = ()
    note: str = ""
    start: str = ""
    """What is said there behind /start."""
    is_answered: bool = True


async def asked(stage: Stage, person: Person, room: Room, text: str) -> Offers:
    """Type words behind the bot's name and wait for what it offers. Raises ImpossibleActError."""
    # Bot API, InlineQuery.chat_type: `sender` is the private chat with the bot itself.
    chat_type = "sender" if room == "private" else "supergroup"
    query = stage.telegram.inline_query(person.telegram_id, text, bot=stage.bot_id, chat_type=chat_type)
    is_answered = await awaited(lambda: query.results is not None, _PATIENCE_S)
    button = query.button or {}
    return Offers(
        query.id,
        tuple(map(_offer, query.results or [])),
        note=str(button.get("text", "")),
        start=str(button.get("start_parameter", "")),
        is_answered=is_answered,
    )


async def chosen(
    stage: Stage, person: Person, room: Room, query_id: str, result_id: str, reply_to: int | None = None
) -> None:
    """Send one of the results into a room. Raises ImpossibleActError."""
    query = _query(stage, query_id)
    if query is None or query.user.id != person.telegram_id:
        raise ImpossibleActError("Nothing was asked under this number.")
    await stage.telegram.choose(query, result_id, telegram_chat(stage, person, room), reply_to=reply_to)


async def thumbnail(stage: Stage, query_id: str, result_id: str) -> bytes | None:
    """The small picture of a result, a JPEG; None where there is none, or its address gives none."""
    query = _query(stage, query_id)
    results = [] if query is None else query.results or []
    address = next((_thumbnail_url(result) for result in results if result["id"] == result_id), "")
    try:
        return await fetch_jpeg(address) if address else None
    except BotApiError:
        return None


def _query(stage: Stage, query_id: str) -> InlineQuery | None:
    return stage.telegram.backend.state.inline_queries.get(query_id)


def _offer(result: JsonObject) -> Offer:
    return Offer(
        str(result["id"]),
        str(result.get("title", "")),
        str(result.get("description", "")),
        has_thumbnail=bool(_thumbnail_url(result)),
    )


def _thumbnail_url(result: JsonObject) -> str:
    return str(result.get("thumbnail_url") or "")
