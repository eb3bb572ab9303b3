"""A slot: a time of day, weekdays and a zone at which one approved draft goes to a place."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.place import Place
from bot.errors import Refused

_TIME = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)$")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RUSSIAN_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Slot:
    """`weekdays` counts from Monday = 0; `zone` is an IANA name; `at` is the local time of day."""

    id: int
    place: Place
    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY
    enabled: bool = True

    def due_at(self, day: date) -> datetime | None:
        """The UTC instant of this slot on the local `day`, or None on another weekday.

        A time that daylight saving skips falls on the first instant after the gap; one that it repeats falls on the
        earlier of the two (PEP 495, fold=0).
        """
        if day.weekday() not in self.weekdays:
            return None
        local = datetime.combine(day, self.at, ZoneInfo(self.zone))
        return local.astimezone(UTC)

    def latest(self, now: datetime, window: timedelta) -> tuple[date, datetime] | None:
        """The newest occurrence with `now - window <= due <= now`: its local date and its UTC instant."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        for days_back in range(window.days + 2):
            day = today - timedelta(days=days_back)
            due = self.due_at(day)
            if due is not None and now - window <= due <= now:
                return day, due
        return None

    def next(self, now: datetime) -> datetime | None:
        """The first instant after `now`, or None if no weekday is chosen."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        for days_on in range(9):
            due = self.due_at(today + timedelta(days=days_on))
            if due is not None and due > now:
                return due
        return None

    def describe_weekdays(self) -> str:
        """`daily`, or the weekdays' short names."""
        if self.weekdays == EVERY_DAY:
            return "daily"
        return ",".join(WEEKDAYS[day] for day in sorted(self.weekdays))


def parse_time(text: str) -> time:
    """Read `9:30` or `21.05`. Raises Refused."""
    match = _TIME.match(text.strip())
    if match is None:
        raise Refused(f"{text!r} is no time of day: write HH:MM, for example 19:30")
    return time(int(match[1]), int(match[2]))


def parse_weekdays(text: str) -> frozenset[int]:
    """Read `mon,wed,fri`, `пн,ср`, `mon-fri` or `daily`. Raises Refused."""
    names = {**{n: i for i, n in enumerate(WEEKDAYS)}, **{n: i for i, n in enumerate(_RUSSIAN_WEEKDAYS)}}
    chosen: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if part in ("daily", "ежедневно"):
            chosen |= EVERY_DAY
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
