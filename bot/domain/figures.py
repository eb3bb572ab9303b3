"""How things have gone over a period: what was approved, liked, asked for and published, counted."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

# The longest waits, in seconds, of all but the last group of `Waits.groups`.
WAITS_S = (60, 600, 3_600, 6 * 3_600, 24 * 3_600)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, by whatever `name` says: a temperature, a checkpoint. `None` of none is no share."""

    name: str
    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Waits:
    """How long drafts waited for their first verdict, in seconds. `groups` counts them up to each of WAITS_S, then the
    rest."""

    count: int
    median_s: float
    ninetieth_s: float
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it. `published` is by the Monday of each week, without gaps; `requests` by kind, the most first.

    `asked` and `decided` are 24 numbers, by the hour of the community's day.
    """

    approved_by_temperature: Sequence[Share]
    approved_by_checkpoint: Sequence[Share]
    liked_by_temperature: Sequence[Share]
    liked_by_checkpoint: Sequence[Share]
    asked: Sequence[int]
    decided: Sequence[int]
    published: Sequence[tuple[date, int]]
    requests: Sequence[tuple[str, int]]
    waits: Waits | None


def waits(seconds: Iterable[float]) -> Waits | None:
    """None if nothing was decided. A clock that was set back makes no wait shorter than none."""
    found = sorted(max(0.0, each) for each in seconds)
    if not found:
        return None
    groups = [0] * (len(WAITS_S) + 1)
    for each in found:
        groups[bisect_left(WAITS_S, each)] += 1
    count = len(found)
    middle = (found[(count - 1) // 2] + found[count // 2]) / 2
    return Waits(count, middle, found[min(count - 1, count * 9 // 10)], tuple(groups))


def by_hour_of_day(counts: Mapping[datetime, int], zone: tzinfo) -> tuple[int, ...]:
    """24 numbers from numbers by hour in UTC. Where a zone is off by a half hour, an hour counts where it begins."""
    found = [0] * 24
    for hour, count in counts.items():
        found[hour.astimezone(zone).hour] += count
    return tuple(found)


def by_week(counts: Mapping[datetime, int], zone: tzinfo, until: datetime) -> tuple[tuple[date, int], ...]:
    """Numbers by week from numbers by hour, the first week that has any to the one of `until`."""
    found: dict[date, int] = {}
    for hour, count in counts.items():
        week = _monday(hour, zone)
        found[week] = found.get(week, 0) + count
    if not found:
        return ()
    first, last = min(found), max(_monday(until, zone), *found)
    weeks = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return tuple((week, found.get(week, 0)) for week in weeks)


def hour_of(text: str) -> datetime:
    """An hour as the statistics' queries write it, `2026-11-21 12` in UTC."""
    return datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC)


def _monday(instant: datetime, zone: tzinfo) -> date:
    day = instant.astimezone(zone).date()
    return day - timedelta(days=day.weekday())
