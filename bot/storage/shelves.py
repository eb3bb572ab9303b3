"""Reads drafts shelf by shelf, a page at a time, and glimpses at what has changed on those that people work on."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.draft import DraftState
from bot.domain.shelf import Shelf, ShelfPage
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.queue import to_draft

drafts, decisions = tables.drafts, tables.decisions

# What moderators still have a say in, or wait for.
_LIVE = (DraftState.PENDING, DraftState.APPROVED, DraftState.PUBLISHING, DraftState.UNSURE)

# Approved drafts stand in the order in which they go out; one that a slot took unapproved was approved by nobody.
_approved_at = func.coalesce(drafts.c.approved_at, drafts.c.created_at)


class Mark(NamedTuple):
    """What changes of a draft whenever anything about it does: its state, its approvals, its newest decision."""

    state: DraftState
    approvals: int
    last_decision: int


class Shelves:
    """Queries on drafts for the console."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, shelf: Shelf, start: int | None, size: int) -> ShelfPage:
        """The page that begins at the draft `start`, or at the next one behind where it stood; None: the first page.

        What waits comes oldest first, what is approved by its turn, all else newest first.
        """
        on_it = drafts.c.state.in_([state.value for state in shelf.states])
        async with self._database.begin() as connection:
            begin = None if start is None else await self._standing(connection, start)
            here = select(drafts).where(on_it).limit(size + 1)
            if begin is not None:
                here = here.where(or_(_beyond(shelf, begin), drafts.c.id == begin[1]))
            rows = (await connection.execute(here.order_by(*_order(shelf)))).all()
            previous: list[int] = []
            if begin is not None:
                before = select(drafts.c.id).where(on_it, _beyond(shelf, begin, backwards=True)).limit(size)
                previous = list((await connection.execute(before.order_by(*_order(shelf, backwards=True)))).scalars())
        if not rows and previous:
            # Everything from `start` on was decided meanwhile.
            return await self.page(shelf, previous[-1], size)
        found = tuple(to_draft(row) for row in rows[:size])
        return ShelfPage(found, previous[-1] if previous else None, rows[size].id if len(rows) > size else None)

    async def glimpse(self) -> dict[int, Mark]:
        """Every draft that people still work on, by its id: one query by an index, however many drafts there were."""
        newest = select(func.max(decisions.c.id)).where(decisions.c.draft_id == drafts.c.id).scalar_subquery()
        columns = drafts.c.id, drafts.c.state, drafts.c.approvals, newest.label("newest")
        query = select(*columns).where(drafts.c.state.in_([state.value for state in _LIVE]))
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return {row.id: Mark(DraftState(row.state), row.approvals, row.newest or 0) for row in rows}

    async def states(self, ids: Collection[int]) -> Mapping[int, DraftState]:
        """The states of these drafts."""
        query = select(drafts.c.id, drafts.c.state).where(drafts.c.id.in_(ids))
        async with self._database.begin() as connection:
            return {row.id: DraftState(row.state) for row in (await connection.execute(query)).all()}

    @staticmethod
    async def _standing(connection: AsyncConnection, draft_id: int) -> tuple[datetime, int] | None:
        """Where a draft stands, or stood; None for one that there never was."""
        query = select(_approved_at.label("at"), drafts.c.id).where(drafts.c.id == draft_id)
        row = (await connection.execute(query)).one_or_none()
        return None if row is None else (row.at, row.id)


def _order(shelf: Shelf, *, backwards: bool = False) -> list[ColumnElement[Any]]:
    columns: list[Any] = [_approved_at, drafts.c.id] if shelf is Shelf.APPROVED else [drafts.c.id]
    return [column.asc() if _rises(shelf) is not backwards else column.desc() for column in columns]


def _beyond(shelf: Shelf, standing: tuple[datetime, int], *, backwards: bool = False) -> ColumnElement[bool]:
    """Behind a standing in the shelf's order, or before it."""
    at, draft_id = standing
    if shelf is Shelf.APPROVED:
        is_later = (_approved_at < at) if backwards else (_approved_at > at)
        return or_(is_later, and_(_approved_at == at, drafts.c.id < draft_id if backwards else drafts.c.id > draft_id))
    return drafts.c.id > draft_id if _rises(shelf) is not backwards else drafts.c.id < draft_id


def _rises(shelf: Shelf) -> bool:
    return shelf in (Shelf.WAITING, Shelf.APPROVED)
