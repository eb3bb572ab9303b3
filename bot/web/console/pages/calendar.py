"""The calendar: a month of what happened and what is planned."""

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.responses import Response

from bot.chat.slot_face import Prospect, expectation, prospect, served_later
from bot.domain.publication import PublicationState
from bot.web.console.gate import admits
from bot.web.console.house import House
from bot.web.console.month import EARLIEST, bounds, following, latest, parse_month, weeks_of
from bot.web.console.pages import slots
from bot.web.console.visitor import Visitor
from bot.web.console.words.calendar import CALENDAR
from bot.web.console.words.publications import PUBLICATIONS

# A hundred slots with ten places each would be more in a month; nobody reads that.
_MOST_PUBLICATIONS = 5_000
# Entries of one day; with the thirty others they stay under 100 kB. A day that is shown by itself has all of them.
_MOST_A_DAY = 6

_BADGES = {
    PublicationState.PUBLISHED: "good",
    PublicationState.FAILED: "bad",
    PublicationState.REFUSED: "bad",
    PublicationState.UNSURE: "bad",
    PublicationState.HANDED_OVER: "warn",
    PublicationState.SKIPPED: "warn",
}

_PROSPECT_BADGES = {
    Prospect.DRAFT: "accent",
    Prospect.PAUSED: "warn",
    Prospect.QUIET: "warn",
    Prospect.WAITS: "warn",
}


def routes(house: House) -> APIRouter:
    """Its routes, and those of the slots."""
    router = APIRouter()
    router.include_router(slots.routes(house))

    @router.get("/console/calendar")
    async def calendar(
        visitor: Annotated[Visitor, admits("/schedule")], month: str | None = None, day: str | None = None
    ) -> Response:
        """`month` is written 2026-11; with a `day` of it, 1 to 31, that day is shown whole."""
        reach, own, words = house.reach, visitor.own(CALENDAR), visitor.words
        zone, now = reach.habits.zone, reach.clock.now()
        today = now.astimezone(ZoneInfo(zone)).date()
        present = today.replace(day=1)
        asked = present if month is None else parse_month(month, today)
        chosen = asked or present
        since, until = bounds(chosen, zone)
        publications = await reach.publications.due_between(since, until, _MOST_PUBLICATIONS)
        # Two days more: what waits since yesterday belongs to the month, and quiet hours may end in the next one.
        is_ahead = until > now - timedelta(days=2)
        forecasts = await reach.occurrences.forecast(until, since=since - timedelta(days=1)) if is_ahead else []
        weeks = weeks_of(chosen, zone, now, publications, forecasts)
        return visitor.page(
            "calendar.html",
            status=200 if asked is not None else 422,
            own=own,
            is_known=asked is not None,
            is_whole=len(publications) < _MOST_PUBLICATIONS,
            month=chosen,
            weeks=weeks,
            is_empty=not any(one.happened or one.planned for week in weeks for one in week),
            previous=following(chosen, -1) if chosen > EARLIEST else None,
            next=following(chosen) if chosen < latest(today) else None,
            is_present=chosen == present,
            shown_day=next((one for week in weeks for one in week if one.is_inside and str(one.day.day) == day), None),
            zone=zone,
            most=_MOST_A_DAY,
            badges=_BADGES,
            prospect=lambda one: prospect(one, now),
            prospect_badges=_PROSPECT_BADGES,
            publication_words=visitor.own(PUBLICATIONS),
            expectation=lambda one: expectation(words, one, now, with_text=True),
            later=lambda one: served_later(words, one, now, zone),
        )

    return router
