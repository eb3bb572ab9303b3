"""Quiet hours: a stretch of every night in which the bot says nothing unasked. Knows no platforms and no database."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.slot import parse_time
from bot.errors import Refused

_SPAN = re.compile(r"\s*([0-9:.]+)\s*[-–—]\s*([0-9:.]+)\s*")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` up to, but not with, `end`, local times of day in `zone`; over midnight where `end` is earlier.

    A night is one stretch from one instant to another, so a time that daylight saving repeats begins or ends it once:
    the first time. One that daylight saving skips counts from when the clocks were put forward (see `Slot.due_at`).
    """

    begin: time
    end: time
    zone: str

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def end_after(self, instant: datetime) -> datetime | None:
        """When the quiet that holds at `instant` ends (UTC); None where it is not quiet."""
        zone = ZoneInfo(self.zone)
        today = instant.astimezone(zone).date()
        for day in (today - 2 * _DAY, today - _DAY, today, today + _DAY):
            last_day = day if self.begin < self.end else day + _DAY
            begin = datetime.combine(day, self.begin, zone).astimezone(UTC)
            end = datetime.combine(last_day, self.end, zone).astimezone(UTC)
            if begin <= instant < end:
                return end
        return None


def parse_quiet_hours(text: str, zone: str) -> QuietHours | None:
    """Read `23:00-08:00`; an empty text means none. Raises Refused."""
    if not text.strip():
        return None
    match = _SPAN.fullmatch(text)
    if match is None:
        raise Refused(f"{text!r} are no quiet hours: write HH:MM-HH:MM, for example 23:00-08:00")
    begin, end = parse_time(match[1]), parse_time(match[2])
    if begin == end:
        raise Refused("quiet hours that end when they begin would be none or all: write for example 23:00-08:00")
    return QuietHours(begin, end, zone)
