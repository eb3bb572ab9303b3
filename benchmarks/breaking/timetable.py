"""Slots and approved drafts, put into the tables directly, and the rows that come of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select

from benchmarks.breaking.judgement import Occurrence, Row
from benchmarks.breaking.pictures import Catalogue
from bot.domain.caption import Caption, captions_to_json
from bot.domain.draft import DraftState
from bot.domain.place import Place
from bot.storage import tables
from bot.storage.database import Database

# More than any place asks for.
_APPROVALS = 9

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Time:
    """A daily slot as the judge knows it: a local time in a zone, for some places."""

    at: time
    zone: str
    places: tuple[Place, ...]


@cache
def due_at(slot: Time, day: date) -> datetime:
    """The first instant at which clocks in the slot's zone show its time on the local `day`.

    A time that the clocks leave out comes as much later as they were put forward. Found by walking through the minutes,
    on purpose not as the bot does it.
    """
    zone, wanted = ZoneInfo(slot.zone), datetime.combine(day, slot.at)
    instant = datetime.combine(day, time(), UTC) - timedelta(hours=15)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    while shown < wanted:
        before, instant = shown, instant + _MINUTE
        shown = instant.astimezone(zone).replace(tzinfo=None)
        if before < wanted < shown:
            return instant + (wanted - before - _MINUTE)
    return instant


class Timetable:
    """The slots of one database, and what became of them. `since` is the instant at which they were made.

    With `pictures` every second draft is a picture on that template, and of those every second an album of two.
    """

    def __init__(self, database: Database, since: datetime, pictures: str | None = None) -> None:
        self._pictures = pictures
        self._catalogue = Catalogue()
        self._database = database
        self._since = since
        self._times: dict[int, Time] = {}
        self._written = 0

    async def add(self, times: Sequence[Time]) -> None:
        """Make slots that are served every day."""
        async with self._database.begin() as connection:
            for slot in times:
                values = {
                    "places": " ".join(map(str, slot.places)), "at": slot.at.strftime("%H:%M"), "weekdays": "0123456",
                    "zone": slot.zone, "enabled": True, "counts_from": self._since,
                }  # fmt: skip
                made = await connection.execute(insert(tables.slots).values(values).returning(tables.slots.c.id))
                self._times[made.scalar_one()] = slot

    async def keep_approved(self, count: int, now: datetime) -> None:
        """Have at least `count` approved drafts wait, each with a text of its own."""
        drafts = tables.drafts
        waiting = select(func.count()).where(drafts.c.state == DraftState.APPROVED.value)
        async with self._database.begin() as connection:
            for _ in range(count - (await connection.execute(waiting)).scalar_one()):
                self._written += 1
                text = f"Post number {self._written}, there is only one of it"
                captions: list[Caption] = []
                if self._pictures is not None and self._written % 2:
                    sides = (text, f"{text}: its other side")[: 1 + self._written // 2 % 2]
                    captions = [Caption(self._pictures, (side,)) for side in sides]
                values = {
                    "text": text, "captions": captions_to_json(captions), "state": DraftState.APPROVED.value,
                    "prime": "", "temperature": 0.8, "checkpoint": "none", "seed": self._written,
                    "ended_by_itself": True, "created_at": now, "approved_at": now, "approvals": _APPROVALS,
                }  # fmt: skip
                await connection.execute(insert(drafts).values(values))

    async def rows(self) -> list[Row]:
        """Every publication, with the text of its draft, or the names of its pictures."""
        publications, drafts = tables.publications, tables.drafts
        query = select(publications, drafts.c.text, drafts.c.captions).join(
            drafts, publications.c.draft_id == drafts.c.id, isouter=True
        )  # fmt: skip
        async with self._database.begin() as connection:
            found = (await connection.execute(query.order_by(publications.c.id))).all()
        return [
            Row(
                row.id,
                row.slot_id,
                row.local_date,
                Place.parse(row.place),
                row.state,
                row.due_at,
                row.text if row.captions is None else await self._catalogue.name(row.captions),
                row.problem,
                row.attempts,
            )
            for row in found
        ]

    def due_at(self, occurrence: Occurrence) -> datetime:
        """When this occurrence comes due."""
        return due_at(self._times[occurrence.slot_id], occurrence.local_date)

    def occurrences(self, until: datetime) -> list[Occurrence]:
        """What has come due since the slots were made, worked out without the bot."""
        return [
            Occurrence(slot_id, day, place)
            for slot_id, slot in self._times.items()
            for day in _days(self._since, until)
            if self._since < due_at(slot, day) <= until
            for place in slot.places
        ]


def _days(first: datetime, last: datetime) -> Iterator[date]:
    day = first.date() - timedelta(days=1)
    while day <= last.date() + timedelta(days=1):
        yield day
        day += timedelta(days=1)
