"""A slot: a time of day, weekdays and a zone at which one draft goes to one place or several."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.place import Place
from bot.errors import Refused

_TIME = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)$", re.ASCII)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RUSSIAN_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
EVERY_DAY = frozenset(range(7))
_NAMED_DAYS = {
    **dict.fromkeys(("daily", "everyday", "ежедневно", "каждыйдень"), EVERY_DAY),
    **dict.fromkeys(("weekdays", "будни"), frozenset(range(5))),
    **dict.fromkeys(("weekend", "weekends", "выходные"), frozenset((5, 6))),
}

_DAY = timedelta(days=1)

# In which one must lie: a slot has one weekday at least, and no zone has ever left out the same weekday twice in a row.
FAR_ENOUGH = timedelta(days=16)


class IfNothing(StrEnum):
    """What happens when a slot's time comes and nothing is approved.

    `skip`: it waits to the end of the catch-up window and is left out. `remind`: the same, and moderators are reminded
    beforehand. `best`: the best unapproved draft goes out, which only an owner may choose.
    """

    SKIP = "skip"
    REMIND = "remind"
    BEST = "best"


class Occurrence(NamedTuple):
    """A slot on one local date, and the UTC instant at which it comes due."""

    day: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """`weekdays` counts from Monday = 0; `zone` is an IANA name; `at` is the local time of day.

    With a `temperature` the slot takes drafts written at it, without one it takes any. A slot that does not need
    approval takes the best of the unapproved where nothing is approved, as with `IfNothing.BEST`, and nobody is asked
    for a decision. `remind_before` is how long before its time moderators are reminded that nothing is approved.
    """

    id: int
    places: tuple[Place, ...]
    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY
    enabled: bool = True
    temperature: float | None = None
    needs_approval: bool = True
    if_nothing: IfNothing = IfNothing.SKIP
    remind_before: timedelta | None = None

    @property
    def takes_unapproved(self) -> bool:
        """Whether a text that nobody has approved may go out."""
        return not self.needs_approval or self.if_nothing is IfNothing.BEST

    def due_at(self, day: date) -> datetime | None:
        """The UTC instant of this slot on the local `day`; None on another weekday and on a date that never was.

        A time that daylight saving skips comes as much later as the clocks were put forward (02:30 is 03:30 then); one
        that it repeats comes the first time (both PEP 495, fold=0). A date that a zone leaves out would have
        the instant of the date after it: it has none of its own.
        """
        if day.weekday() not in self.weekdays:
            return None
        due = self._instant(day)
        return due if due < self._instant(day + _DAY) else None

    def occurrences(self, after: datetime, until: datetime) -> Iterator[Occurrence]:
        """All with `after < due <= until`, one a local date, in order."""
        # Clocks may be put over midnight, either way: an instant can lie on the date before or after its slot's own.
        day, last = self._local(after) - 2 * _DAY, self._local(until) + _DAY
        while day <= last:
            due = self.due_at(day)
            if due is not None and after < due <= until:
                yield Occurrence(day, due)
            day += _DAY

    def next(self, now: datetime) -> Occurrence | None:
        """The first after `now`, or None if no weekday is chosen."""
        return next(self.occurrences(now, now + FAR_ENOUGH), None)

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, self.at, ZoneInfo(self.zone)).astimezone(UTC)

    def _local(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()


def parse_time(text: str) -> time:
    """Read `9:30` or `21.05`. Raises Refused."""
    match = _TIME.match(text.strip())
    if match is None:
        raise Refused(f"{text!r} is no time of day: write HH:MM, for example 19:30")
    return time(int(match[1]), int(match[2]))


def parse_weekdays(text: str) -> frozenset[int]:
    """Read `mon,wed,fri`, `пн,ср`, `mon-fri`, `daily`, `every day` or `weekends`. Raises Refused."""
    names = {**{n: i for i, n in enumerate(WEEKDAYS)}, **{n: i for i, n in enumerate(_RUSSIAN_WEEKDAYS)}}
    chosen: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if part in _NAMED_DAYS:
            chosen |= _NAMED_DAYS[part]
        elif first in names and (not dash or last in names):
            begin, end = names[first], names[last if dash else first]
            chosen |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
        else:
            raise Refused(f"{part!r} is no weekday: write daily, mon-fri or mon,wed,sat")
    return frozenset(chosen)


def parse_zone(text: str) -> str:
    """Check an IANA zone name. Raises Refused."""
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise Refused(f"{text!r} is no time zone: write an IANA name such as Europe/Moscow") from error
    return text
