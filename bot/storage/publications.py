"""Publications: what of an occurrence goes to which place, and what came of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.audit import Signature
from bot.domain.draft import Draft, DraftState
from bot.domain.place import Place
from bot.domain.publication import Publication, PublicationState
from bot.domain.slot import Slot
from bot.errors import IllegalMove, Refused
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database
from bot.storage.queue import drafts, move, to_draft

publications = tables.publications


class Publications:
    """Queries on publications. Claims are compare-and-set: of two processes one wins."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def make_due(
        self, slot: Slot, local_date: date, due_at: datetime, state: PublicationState, problem: str | None = None
    ) -> bool:
        """Make an occurrence real, once ever; False if it was already."""
        insert = sqlite.insert(publications) if self._database.is_sqlite else postgresql.insert(publications)
        rows = [
            {
                "slot_id": slot.id, "local_date": local_date, "place": str(place), "due_at": due_at,
                "state": state.value, "attempts": 0, "problem": problem,
            }
            for place in slot.places
        ]  # fmt: skip
        query = insert.values(rows).on_conflict_do_nothing(index_elements=["slot_id", "local_date", "place"])
        # Not `rowcount`: psycopg leaves it at -1 for an insert that SQLAlchemy sends.
        made = query.returning(publications.c.id)
        async with self._database.begin() as connection:
            return (await connection.execute(made)).first() is not None

    async def claim(self, now: datetime, lease_until: datetime) -> tuple[Publication, Draft] | None:
        """Take the next due publication and the next approved draft for this process, and commit that before any call.

        None when nothing is due or nothing is approved.
        """
        ready = (
            publications.c.state == PublicationState.DUE.value,
            publications.c.due_at <= now,
            or_(publications.c.lease_until.is_(None), publications.c.lease_until <= now),
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(_next(publications, ready, publications.c.due_at))).first()
            approved = (drafts.c.state == DraftState.APPROVED.value,)
            draft_row = (await connection.execute(_next(drafts, approved, drafts.c.approved_at))).first()
            if row is None or draft_row is None:
                return None
            values = {
                "state": PublicationState.SENDING.value,
                "draft_id": draft_row.id,
                "lease_until": lease_until,
                "sent_at": now,
                "attempts": row.attempts + 1,
            }
            claimed = update(publications).where(publications.c.id == row.id, ready[0]).values(values)
            taken = (await connection.execute(claimed.returning(publications))).one()
            if not await move(connection, draft_row.id, DraftState.APPROVED, DraftState.PUBLISHING):
                raise IllegalMove(f"draft {draft_row.id} was taken by somebody else a moment ago")
            draft = (await connection.execute(select(drafts).where(drafts.c.id == draft_row.id))).one()
        return _publication(taken), to_draft(draft)

    async def lapsed(self, now: datetime, lease_until: datetime) -> tuple[Publication, Draft] | None:
        """Take over a publication whose sender died between the call and its record, with its draft."""
        dead = publications.c.state == PublicationState.SENDING.value, publications.c.lease_until <= now
        async with self._database.begin() as connection:
            row = (await connection.execute(_next(publications, dead, publications.c.due_at))).first()
            if row is None:
                return None
            query = update(publications).where(publications.c.id == row.id, *dead).values(lease_until=lease_until)
            taken = (await connection.execute(query.returning(publications))).one_or_none()
            if taken is None:
                return None
            draft = (await connection.execute(select(drafts).where(drafts.c.id == row.draft_id))).one()
        return _publication(taken), to_draft(draft)

    async def settle(
        self,
        publication: Publication,
        state: PublicationState,
        draft_state: DraftState,
        *,
        remote_id: str | None = None,
        not_before: datetime | None = None,
        problem: str | None = None,
        by: Signature | None = None,
    ) -> None:
        """Record what came of a publication and of its draft, both or neither. `by` is the person who found it out.

        Raises IllegalMove if somebody else has settled it meanwhile.
        """
        if publication.draft_id is None:
            raise IllegalMove(f"publication {publication.id} has no draft to settle")
        draft_before = DraftState.UNSURE if publication.state is PublicationState.UNSURE else DraftState.PUBLISHING
        is_again_due = state is PublicationState.DUE
        values = {
            "state": state.value,
            "draft_id": None if is_again_due else publication.draft_id,
            "remote_id": remote_id,
            "lease_until": not_before,
            "problem": problem,
        }
        unchanged = (
            publications.c.id == publication.id,
            publications.c.state == publication.state.value,
            publications.c.attempts == publication.attempts,
        )
        async with self._database.begin() as connection:
            changed = await connection.execute(update(publications).where(*unchanged).values(values))
            if changed.rowcount == 0 or not await move(connection, publication.draft_id, draft_before, draft_state):
                raise IllegalMove(f"publication {publication.id} was settled by somebody else")
            await record(
                connection, by, "publication.settle", f"publication:{publication.id}",
                draft=publication.draft_id, state=state.value,
            )  # fmt: skip

    async def skip_older(self, before: datetime, problem: str) -> list[Publication]:
        """Give up what was due before `before` and found no approved draft."""
        query = (
            update(publications)
            .where(publications.c.state == PublicationState.DUE.value, publications.c.due_at < before)
            .values(state=PublicationState.SKIPPED.value, problem=problem)
            .returning(publications)
        )
        async with self._database.begin() as connection:
            return [_publication(row) for row in (await connection.execute(query)).all()]

    async def get(self, publication_id: int) -> Publication:
        """Raises Refused when there is no such publication."""
        query = select(publications).where(publications.c.id == publication_id)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise Refused(f"there is no publication {publication_id}")
        return _publication(row)

    async def newest(self, limit: int = 10, state: PublicationState | None = None) -> list[Publication]:
        """The newest publications, in any state or in one."""
        query = select(publications).order_by(publications.c.due_at.desc(), publications.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(publications.c.state == state.value)
        async with self._database.begin() as connection:
            return [_publication(row) for row in (await connection.execute(query)).all()]

    async def counts(self) -> dict[PublicationState, int]:
        """How many publications are in each state; states without any are 0."""
        query = select(publications.c.state, func.count()).group_by(publications.c.state)
        async with self._database.begin() as connection:
            found = {PublicationState(state): count for state, count in (await connection.execute(query)).all()}
        return {state: found.get(state, 0) for state in PublicationState}


def _next(table: Table, conditions: tuple[ColumnElement[bool], ...], order: ColumnElement[Any]) -> Select[Any]:
    """The first row that no other process is holding (SQLite has one writer at a time and ignores the lock)."""
    return select(table).where(*conditions).order_by(order, table.c.id).limit(1).with_for_update(skip_locked=True)


def _publication(row: Row[Any]) -> Publication:
    return Publication(
        row.id, row.slot_id, row.local_date, Place.parse(row.place), row.due_at, PublicationState(row.state),
        row.draft_id, row.remote_id, row.attempts, row.lease_until, row.sent_at, row.problem,
    )  # fmt: skip
