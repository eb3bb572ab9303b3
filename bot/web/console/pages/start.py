"""The start page: how the bot fares, at a glance. Each thing that it tells of has a page of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from bot.chat.pause import describe_pause
from bot.chat.slot_face import expectation
from bot.domain.draft import DraftState
from bot.domain.publication import Publication, PublicationState
from bot.web.console.gate import admits
from bot.web.console.house import House
from bot.web.console.visitor import Visitor
from bot.web.console.words.start import START
from bot.web.vitals import Signs

_AHEAD = timedelta(days=7)
_BEGINNING = 160


@dataclass(frozen=True, slots=True)
class NextPost:
    """What comes next: when, where, and what it is or why there is nothing."""

    at: str
    places: str
    what: str


@dataclass(frozen=True, slots=True)
class LastPost:
    """What went out last, and how it begins."""

    publication: Publication
    beginning: str


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()

    @router.get("/console/")
    async def start(visitor: Annotated[Visitor, admits("console")]) -> Response:
        return visitor.page("start.html", **await _seen(house, visitor))

    @router.get("/console/now")
    async def now(visitor: Annotated[Visitor, admits("console")]) -> Response:
        """What of it changes by itself, for the script that keeps it fresh."""
        return visitor.fragment("start_now.html", **await _seen(house, visitor))

    return router


async def _seen(house: House, visitor: Visitor) -> dict[str, Any]:
    reach = house.reach
    drafts = await reach.queue.counts()
    oldest = await reach.queue.waiting(DraftState.PENDING, 1)
    until = await reach.silence.paused_until()
    signs = await house.vitals.signs() if await visitor.may("console health") else None
    return {
        "own": visitor.own(START),
        "drafts": drafts,
        "State": DraftState,
        "waiting_since": oldest[0].created_at if oldest else None,
        "pause": None if until is None else describe_pause(visitor.words, reach, until),
        "next": await _next(house, visitor),
        "last": await _last(house),
        "signs": signs,
        "is_well": signs is not None and all(part.is_well for part in signs.parts.values()),
        "scraped_at": _scraped_at(signs),
        "bits": _bits(signs, visitor.language),
    }


async def _next(house: House, visitor: Visitor) -> NextPost | None:
    reach, words = house.reach, visitor.words
    now = reach.clock.now()
    ahead = await reach.occurrences.forecast(now + _AHEAD)
    if not ahead:
        return None
    slot, due_at = ahead[0].coming.slot, ahead[0].coming.occurrence.due_at
    return NextPost(
        at=words.moment(due_at.astimezone(ZoneInfo(reach.habits.zone))),
        places=", ".join(map(str, slot.places)),
        what=expectation(words, ahead[0], now, with_text=True),
    )


async def _last(house: House) -> LastPost | None:
    found = await house.reach.publications.newest(1, PublicationState.PUBLISHED)
    if not found:
        return None
    draft_id = found[0].draft_id
    text = "" if draft_id is None else (await house.reach.queue.get(draft_id)).text
    return LastPost(found[0], text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rstrip()}…")


def _bits(signs: Signs | None, language: str) -> str:
    """Bits per character of the live checkpoint, as the language writes decimals; "" where they are not known."""
    if signs is None or signs.live is None or signs.live.bits is None:
        return ""
    written = f"{signs.live.bits:.2f}"
    return written.replace(".", ",") if language == "ru" else written


def _scraped_at(signs: Signs | None) -> datetime | None:
    return None if signs is None else max(signs.counts.scraped_at.values(), default=None)
