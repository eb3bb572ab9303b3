"""The statistics page: what is approved and liked, when the community is awake, how much goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.responses import Response

from bot.domain.figures import Figures, Share
from bot.web.console.charts import Bar, columns, count_bars, share_bars
from bot.web.console.gate import admits
from bot.web.console.house import House
from bot.web.console.visitor import Visitor
from bot.web.console.words.statistics import STATISTICS, StatisticsWords

_USUAL_DAYS = 30
# Of fewer than these a share says little: half a dozen either way would change it.
_FEW = 10


@dataclass(frozen=True, slots=True)
class _Chart:
    """A chart and the table behind it: heads of the columns, then the rows."""

    id: str
    title: str
    drawing: Markup
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the page: its charts, or none where there is nothing to draw."""

    title: str
    note: str
    charts: Sequence[_Chart]


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()

    @router.get("/console/statistics")
    async def show(
        visitor: Annotated[Visitor, admits("console statistics")], days: Annotated[str, Query(max_length=9)] = ""
    ) -> Response:
        own = visitor.own(STATISTICS)
        chosen = int(days) if days.isascii() and days.isdigit() and int(days) in own.periods else _USUAL_DAYS
        now = house.reach.clock.now()
        found = await house.statistics.figures(now - timedelta(days=chosen) if chosen else None, now)
        parts = _parts(found, own, house.reach.habits.zone)
        return visitor.page("statistics.html", own=own, chosen=chosen, parts=parts)

    return router


def _parts(found: Figures, own: StatisticsWords, zone: str) -> list[_Part]:
    by_temperature, by_checkpoint = partial(_shares, own, own.temperature), partial(_shares, own, own.checkpoint)
    waits, waits_note = found.waits, ""
    if waits is not None:
        waits_note = own.waits_note.format(median=_span(waits.median_s, own), most=_span(waits.ninetieth_s, own))
    groups = () if waits is None else tuple(zip(own.groups, waits.groups, strict=True))
    requests = [(own.kinds.get(kind, kind), count) for kind, count in found.requests]
    return [
        _Part(
            own.approved_title,
            own.approved_note,
            _drawn(
                by_temperature("approved-temperature", own.approved_by_temperature, found.approved_by_temperature),
                by_checkpoint("approved-checkpoint", own.approved_by_checkpoint, found.approved_by_checkpoint),
            ),
        ),
        _Part(
            own.liked_title,
            own.liked_note,
            _drawn(
                by_temperature("liked-temperature", own.liked_by_temperature, found.liked_by_temperature),
                by_checkpoint("liked-checkpoint", own.liked_by_checkpoint, found.liked_by_checkpoint),
            ),
        ),
        _Part(
            own.hours_title,
            own.hours_note.format(zone=zone),
            _drawn(
                _hours("asked", own.asked_by_hour, found.asked, own.asked, own),
                _hours("decided", own.decided_by_hour, found.decided, own.decided, own),
            ),
        ),
        _Part(own.published_title, own.published_note, _drawn(_weeks(found.published, own))),
        _Part(own.waits_title, waits_note, _drawn(_counts("waits", own.waits, groups, (own.wait, own.drafts), "s4"))),
        _Part(
            own.requests_title,
            own.requests_note,
            _drawn(_counts("requests", own.requests_title, requests, (own.kind, own.count), "s3")),
        ),
    ]


def _drawn(*charts: _Chart | None) -> list[_Chart]:
    return [chart for chart in charts if chart is not None]


def _shares(own: StatisticsWords, head: str, name: str, title: str, shares: Sequence[Share]) -> _Chart | None:
    if not shares:
        return None
    bars = [
        Bar(
            _short(share.name, shares),
            share.value,
            own.of.format(part=share.part, whole=share.whole),
            share.whole < _FEW,
        )
        for share in shares
    ]
    rows = [
        (
            share.name,
            "–" if share.value is None else f"{share.value:.0%}",
            own.of.format(part=share.part, whole=share.whole),
        )
        for share in shares
    ]
    return _Chart(name, title, share_bars(title, bars), (head, own.share, own.count), rows)


def _short(name: str, shares: Sequence[Share]) -> str:
    """A checkpoint by its run alone, where no other of the same run is shown."""
    run = name.partition("@")[0]
    return run if sum(share.name.partition("@")[0] == run for share in shares) == 1 else name


def _hours(name: str, title: str, counts: Sequence[int], head: str, own: StatisticsWords) -> _Chart | None:
    if not any(counts):
        return None
    labels = [f"{hour:02}" for hour in range(24)]
    rows = [(f"{label}:00", f"{count:,}") for label, count in zip(labels, counts, strict=True)]
    return _Chart(name, title, columns(title, labels, counts, "s2"), (own.hour, head), rows)


def _counts(
    name: str, title: str, counts: Sequence[tuple[str, int]], heads: tuple[str, str], kind: str
) -> _Chart | None:
    if not any(count for _, count in counts):
        return None
    drawing = count_bars(title, [label for label, _ in counts], [count for _, count in counts], kind)
    return _Chart(name, title, drawing, heads, [(label, f"{count:,}") for label, count in counts])


def _weeks(published: Sequence[tuple[date, int]], own: StatisticsWords) -> _Chart | None:
    if not published:
        return None
    title = own.published_title
    drawing = columns(title, [f"{monday:%d.%m}" for monday, _ in published], [count for _, count in published])
    rows = [(f"{monday:%d.%m.%Y}", f"{count:,}") for monday, count in published]
    return _Chart("published", title, drawing, (own.week, own.posts), rows)


def _span(seconds: float, own: StatisticsWords) -> str:
    """A length of time in the unit that it has two of."""
    for pattern, size in ((own.days, 86_400), (own.hours, 3_600), (own.minutes, 60)):
        if seconds >= 2 * size:
            return pattern.format(n=round(seconds / size))
    return own.seconds.format(n=round(seconds))
