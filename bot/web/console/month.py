"""A month of the calendar: what happened and what is planned, day by day in the community's zone. Pure.

What happened are publications, an entry for each occurrence or draft with all its places; what is planned are the
forecasts that `/schedule` shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.place import post_link
from bot.domain.publication import Publication, PublicationState
from bot.flow.occurrences import Forecast

T = TypeVar("T")

EARLIEST = date(2006, 10, 1)  # VK's first month
_AHEAD_MONTHS = 12

_DAY = timedelta(days=1)

# Of several places' states the one that a person must know of first.
_URGENT = (
    PublicationState.UNSURE,
    PublicationState.HANDED_OVER,
    PublicationState.FAILED,
    PublicationState.REFUSED,
    PublicationState.SENDING,
    PublicationState.DUE,
    PublicationState.SKIPPED,
    PublicationState.TAKEN_DOWN,
    PublicationState.PUBLISHED,
)


@dataclass(frozen=True, slots=True)
class Happened:
    """An occurrence of a slot, or a draft that went out at once, with what came of it at each place."""

    at: datetime
    slot_id: int | None
    draft_id: int | None
    places: Sequence[tuple[Publication, str | None]]  # each with its address, where it has one

    @property
    def state(self) -> PublicationState:
        """What stands for all places."""
        return min((one.state for one, _ in self.places), key=_URGENT.index)

    @property
    def problem(self) -> str | None:
        """Why the state is what it is, as it was recorded."""
        return next((one.problem for one, _ in self.places if one.state is self.state and one.problem), None)


@dataclass(frozen=True, slots=True)
class Day:
    """One day; `is_inside`: it is one of the month, not of the week around its ends."""

    day: date
    is_inside: bool
    is_today: bool
    happened: Sequence[Happened] = ()
    planned: Sequence[Forecast] = ()


def parse_month(text: str, today: date) -> date | None:
    """The first day of `2026-11`; None for what is no month, or one that the calendar does not reach."""
    year, dash, month = text.partition("-")
    if not (dash and len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit()):
        return None
    if not 1 <= int(month) <= 12 or int(year) < EARLIEST.year:
        return None
    found = date(int(year), int(month), 1)
    return found if EARLIEST <= found <= latest(today) else None


def latest(today: date) -> date:
    """The last month that is planned ahead."""
    return following(today.replace(day=1), _AHEAD_MONTHS)


def following(month: date, count: int = 1) -> date:
    """The first day of the month so many months later, or earlier."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def bounds(month: date, zone: str) -> tuple[datetime, datetime]:
    """The instants at which a month begins and ends where its days are reckoned in `zone`."""
    return _midnight(month, zone), _midnight(following(month), zone)


def weeks_of(
    month: date, zone: str, now: datetime, publications: Iterable[Publication], forecasts: Iterable[Forecast]
) -> list[list[Day]]:
    """The weeks of a month from Monday on. What is planned and was made real already stands there once."""
    local = ZoneInfo(zone)
    planned = _by_day(((one_day(one, local), one) for one in forecasts), month)
    waiting = {(one.coming.slot.id, one.coming.occurrence.day) for day in planned.values() for one in day}
    happened = _by_day(((one.at.astimezone(local).date(), one) for one in _together(publications, waiting)), month)
    today = now.astimezone(local).date()
    first = month - month.weekday() * _DAY
    weeks: list[list[Day]] = []
    while first < following(month):
        weeks.append(
            [
                Day(
                    day=(day := first + number * _DAY),
                    is_inside=day.replace(day=1) == month,
                    is_today=day == today,
                    happened=happened.get(day, ()),
                    planned=planned.get(day, ()),
                )
                for number in range(7)
            ]
        )
        first += 7 * _DAY
    return weeks


def _by_day(dated: Iterable[tuple[date, T]], month: date) -> dict[date, list[T]]:
    """What belongs to a month, by its day."""
    found: dict[date, list[T]] = {}
    for day, one in dated:
        if day.replace(day=1) == month:
            found.setdefault(day, []).append(one)
    return found


def one_day(forecast: Forecast, zone: ZoneInfo) -> date:
    """The day in `zone` on which an occurrence comes due."""
    return forecast.coming.occurrence.due_at.astimezone(zone).date()


def _together(publications: Iterable[Publication], waiting: set[tuple[int, date]]) -> list[Happened]:
    """Publications of one occurrence, or of one draft that went out at once, as one; but for empty ones that wait."""

    def whose(one: Publication) -> tuple[datetime, int, int]:
        return one.due_at, one.slot_id or 0, (one.draft_id or 0) if one.slot_id is None else 0

    found: list[Happened] = []
    for (at, slot_id, _), group in groupby(sorted(publications, key=lambda one: (whose(one), one.place)), whose):
        places = list(group)
        first = places[0]
        is_empty = first.state is PublicationState.DUE and first.draft_id is None
        if is_empty and first.local_date is not None and (slot_id, first.local_date) in waiting:
            continue
        draft_id = next((one.draft_id for one in places if one.draft_id is not None), None)
        shown = [(one, None if one.remote_id is None else post_link(one.place, one.remote_id)) for one in places]
        found.append(Happened(at, slot_id or None, draft_id, shown))
    return found


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
