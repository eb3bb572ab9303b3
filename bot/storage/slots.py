"""Slots: when posts go out, and where."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.place import Place
from bot.domain.problem import Problem
from bot.domain.publication import PublicationState
from bot.domain.slot import IfNothing, Slot
from bot.errors import Refused
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database

slots = tables.slots


class Slots:
    """Queries on slots."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, slot: Slot, now: datetime, by: Signature | None = None) -> Slot:
        """Keep a new slot (its id is given here). Its occurrences count from `now` on: none is made up for."""
        async with self._database.begin() as connection:
            values = {**_values(slot), "enabled": True, "counts_from": now}
            row = (await connection.execute(slots.insert().values(values).returning(slots))).one()
            await record(connection, by, "slot.add", f"slot:{row.id}", **_details(slot))
        return _slot(row)

    async def change(self, slot: Slot, now: datetime, by: Signature | None = None) -> Slot:
        """Make the slot with this id what `slot` says. Raises Refused when there is none.

        What is due already stays due, at places that the slot still has; where a draft is on its way already, it goes
        on. With new times the occurrences count from `now` on; a local date that had its occurrence has no second one.
        """
        async with self._database.begin() as connection:
            query = select(slots).where(slots.c.id == slot.id, ~slots.c.removed).with_for_update()
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                raise Refused(f"there is no slot {slot.id}")
            values: dict[str, Any] = _values(slot)
            before = _slot(row)
            if (before.at, before.zone, before.weekdays) != (slot.at, slot.zone, slot.weekdays):
                values["counts_from"] = now
            await connection.execute(update(slots).where(slots.c.id == slot.id).values(values))
            await _skip_empty(connection, slot.id, Problem.SLOT_MOVED, slot.places)
            await record(connection, by, "slot.edit", f"slot:{slot.id}", **_details(slot))
        return replace(slot, enabled=row.enabled)

    async def all(self) -> list[Slot]:
        """Every slot that was not removed, also those that are switched off, by time of day."""
        query = select(slots).where(~slots.c.removed).order_by(slots.c.at, slots.c.id)
        async with self._database.begin() as connection:
            return [_slot(row) for row in (await connection.execute(query)).all()]

    async def enabled(self) -> list[Slot]:
        """The enabled slots, by time of day."""
        query = select(slots).where(slots.c.enabled).order_by(slots.c.at, slots.c.id)
        async with self._database.begin() as connection:
            return [_slot(row) for row in (await connection.execute(query)).all()]

    async def places(self) -> set[Place]:
        """All places to which enabled slots go."""
        return {place for slot in await self.enabled() for place in slot.places}

    async def with_age(self) -> list[tuple[Slot, datetime]]:
        """The enabled slots, each with the instant from which its occurrences count."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(slots).where(slots.c.enabled).order_by(slots.c.id))).all()
        return [(_slot(row), row.counts_from) for row in rows]

    async def get(self, slot_id: int) -> Slot:
        """Raises Refused when there is no such slot, or it was removed."""
        async with self._database.begin() as connection:
            query = select(slots).where(slots.c.id == slot_id, ~slots.c.removed)
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise Refused(f"there is no slot {slot_id}")
        return _slot(row)

    async def switch(self, slot_id: int, now: datetime, by: Signature | None = None, *, on: bool) -> Slot:
        """Switch a slot on, from when its occurrences count, or off: what is due and has no draft yet is skipped then.

        Raises Refused when there is no such slot.
        """
        values: dict[str, Any] = {"enabled": True, "counts_from": now} if on else {"enabled": False}
        query = update(slots).where(slots.c.id == slot_id, ~slots.c.removed).values(values).returning(slots)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                raise Refused(f"there is no slot {slot_id}")
            if not on:
                await _skip_empty(connection, slot_id, Problem.SLOT_OFF)
            await record(connection, by, "slot.on" if on else "slot.off", f"slot:{slot_id}")
        return _slot(row)

    async def remove(self, slot_id: int, by: Signature | None = None) -> Slot:
        """Do without a slot for good: what is due and has no draft yet is skipped, what is on its way goes on.

        Raises Refused when there is no such slot.
        """
        gone = update(slots).where(slots.c.id == slot_id, ~slots.c.removed).values(enabled=False, removed=True)
        async with self._database.begin() as connection:
            row = (await connection.execute(gone.returning(slots))).one_or_none()
            if row is None:
                raise Refused(f"there is no slot {slot_id}")
            await _skip_empty(connection, slot_id, Problem.SLOT_REMOVED)
            await record(connection, by, "slot.remove", f"slot:{slot_id}")
        return _slot(row)


async def _skip_empty(
    connection: AsyncConnection, slot_id: int, problem: Problem, but_at: tuple[Place, ...] = ()
) -> None:
    """Give up what a slot has due and no draft for, except at the places `but_at`."""
    due = tables.publications
    where = (
        due.c.slot_id == slot_id,
        due.c.state == PublicationState.DUE.value,
        due.c.draft_id.is_(None),
        due.c.place.not_in([str(place) for place in but_at]),
    )
    values = {"state": PublicationState.SKIPPED.value, "problem": problem.value}
    await connection.execute(update(due).where(*where).values(values))


def _values(slot: Slot) -> dict[str, Any]:
    return {
        "places": " ".join(map(str, slot.places)),
        "at": slot.at.strftime("%H:%M"),
        "weekdays": "".join(str(day) for day in sorted(slot.weekdays)),
        "zone": slot.zone,
        "temperature": slot.temperature,
        "needs_approval": slot.needs_approval,
        "if_nothing": slot.if_nothing.value,
        "remind_minutes": None if slot.remind_before is None else slot.remind_before // timedelta(minutes=1),
    }


def _details(slot: Slot) -> dict[str, str | float | None]:
    """What the audit log keeps of a slot."""
    return {name: value if isinstance(value, str | float) else str(value) for name, value in _values(slot).items()}


def _slot(row: Row[Any]) -> Slot:
    hour, minute = row.at.split(":")
    return Slot(
        id=row.id,
        places=tuple(map(Place.parse, row.places.split())),
        at=time(int(hour), int(minute)),
        zone=row.zone,
        weekdays=frozenset(int(day) for day in row.weekdays),
        enabled=row.enabled,
        temperature=row.temperature,
        needs_approval=row.needs_approval,
        if_nothing=IfNothing(row.if_nothing),
        remind_before=None if row.remind_minutes is None else timedelta(minutes=row.remind_minutes),
    )
