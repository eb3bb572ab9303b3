"""Slots: when posts go out, and where."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, select, update

from bot.domain.audit import Signature
from bot.domain.place import Place
from bot.domain.slot import Slot
from bot.errors import Refused
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database

slots = tables.slots


class Slots:
    """Queries on slots."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        place: Place,
        at: time,
        weekdays: frozenset[int],
        zone: str,
        now: datetime,
        by: Signature | None = None,
    ) -> Slot:
        """A new enabled slot. Its occurrences count from `now` on: today's earlier time is not made up for."""
        values = {
            "places": str(place),
            "at": at.strftime("%H:%M"),
            "weekdays": "".join(str(day) for day in sorted(weekdays)),
            "zone": zone,
            "enabled": True,
            "created_at": now,
        }
        async with self._database.begin() as connection:
            row = (await connection.execute(slots.insert().values(values).returning(slots))).one()
            details = {name: str(values[name]) for name in ("places", "at", "weekdays", "zone")}
            await record(connection, by, "slot.add", f"slot:{row.id}", **details)
        return _slot(row)

    async def enabled(self) -> list[Slot]:
        """The enabled slots, by time of day."""
        query = select(slots).where(slots.c.enabled).order_by(slots.c.at, slots.c.id)
        async with self._database.begin() as connection:
            return [_slot(row) for row in (await connection.execute(query)).all()]

    async def with_age(self) -> list[tuple[Slot, datetime]]:
        """The enabled slots, each with the instant at which it was made."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(slots).where(slots.c.enabled))).all()
        return [(_slot(row), row.created_at) for row in rows]

    async def remove(self, slot_id: int, by: Signature | None = None) -> Slot:
        """Disable a slot; what it published stays. Raises Refused when there is no such slot."""
        query = update(slots).where(slots.c.id == slot_id, slots.c.enabled).values(enabled=False).returning(slots)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                raise Refused(f"there is no slot {slot_id}")
            await record(connection, by, "slot.remove", f"slot:{slot_id}")
        return _slot(row)


def _slot(row: Row[Any]) -> Slot:
    hour, minute = row.at.split(":")
    weekdays = frozenset(int(day) for day in row.weekdays)
    return Slot(
        row.id, Place.parse(row.places.split()[0]), time(int(hour), int(minute)), row.zone, weekdays, row.enabled
    )
