"""What became of the occurrences of slots, and what the schedule must know of drafts and reminders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.draft import Draft, DraftState, Verdict
from bot.domain.member import Address
from bot.domain.publication import PublicationState
from bot.domain.slot import Slot
from bot.errors import IllegalMove
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database
from bot.storage.queue import move, to_draft

publications = tables.publications
drafts = tables.drafts

_EMPTY = and_(
    publications.c.state == PublicationState.DUE.value,
    publications.c.draft_id.is_(None),
    publications.c.slot_id.is_not(None),
)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An occurrence that is due and has no draft yet."""

    slot_id: int
    local_date: date
    due_at: datetime


class StoredOccurrences:
    """Queries on the publications of a slot and date together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest_due(self, slot_id: int) -> datetime | None:
        """When the slot's newest occurrence that was made real came due."""
        query = select(func.max(publications.c.due_at)).where(publications.c.slot_id == slot_id)
        async with self._database.begin() as connection:
            found: datetime | None = (await connection.execute(query)).scalar_one()
        return found

    async def vacancies(self, now: datetime) -> list[Vacancy]:
        """Occurrences that are due and wait for a draft, the longest-waiting first."""
        columns = publications.c.slot_id, publications.c.local_date, publications.c.due_at
        query = select(*columns).where(_EMPTY, publications.c.due_at <= now)
        async with self._database.begin() as connection:
            return _vacancies((await connection.execute(query)).all())

    async def fill(self, vacancy: Vacancy, slot: Slot, approvals: int) -> Draft | None:
        """Give all of an occurrence that has no draft the one approved first of those that the slot takes.

        That are those with so many `approvals`, written at the slot's temperature if it has one, that have not been at
        one of the places. All of it gets the same draft, in one transaction which takes the draft from everybody else.
        None if there is none, or if nothing of the occurrence waits any more.
        """
        taken = [drafts.c.state == DraftState.APPROVED.value, drafts.c.approvals >= approvals]
        if slot.temperature is not None:
            taken.append(drafts.c.temperature == slot.temperature)
        async with self._database.begin() as connection:
            return await self._fill(connection, vacancy, taken)

    async def fill_unapproved(self, vacancy: Vacancy, draft: Draft, by: Signature) -> Draft | None:
        """The same with a draft that too few have approved; None if somebody decided on it or began to edit it."""
        taken = [drafts.c.id == draft.id, drafts.c.text == draft.text, *_untouched()]
        async with self._database.begin() as connection:
            filled = await self._fill(connection, vacancy, taken)
            if filled is not None:
                await record(
                    connection, by, "draft.publish_unapproved", f"draft:{draft.id}",
                    slot=vacancy.slot_id, day=vacancy.local_date.isoformat(), approvals=draft.approvals,
                )  # fmt: skip
            return filled

    async def give_up_before(self, before: datetime, problem: str) -> list[Vacancy]:
        """Skip what was due until `before` and found no draft; which occurrences."""
        return await self._skip(_EMPTY, publications.c.due_at <= before, problem=problem)

    async def give_up_overtaken(self, now: datetime, problem: str) -> list[Vacancy]:
        """Skip what found no draft before the slot's next occurrence came due; which occurrences."""
        newer = publications.alias("newer")
        overtaken = exists().where(
            newer.c.slot_id == publications.c.slot_id, newer.c.due_at > publications.c.due_at, newer.c.due_at <= now
        )
        return await self._skip(_EMPTY, overtaken, problem=problem)

    async def made_since(self, since: datetime) -> dict[tuple[int, date], PublicationState]:
        """The occurrences that were made real and came due after `since`, with the state of one of their publications.

        Of several states that is the least settled one, in the order of `PublicationState`.
        """
        query = select(publications.c.slot_id, publications.c.local_date, publications.c.state).where(
            publications.c.slot_id.is_not(None), publications.c.due_at > since
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        order = list(PublicationState)
        found: dict[tuple[int, date], PublicationState] = {}
        for row in rows:
            key, state = (row.slot_id, row.local_date), PublicationState(row.state)
            found[key] = min(found.get(key, state), state, key=order.index)
        return found

    async def untouched(self, limit: int) -> list[Draft]:
        """Waiting drafts that no moderator has anything against (see `_untouched`), the oldest first."""
        query = select(drafts).where(*_untouched()).order_by(drafts.c.id).limit(limit)
        async with self._database.begin() as connection:
            return [to_draft(row) for row in (await connection.execute(query)).all()]

    async def coming_drafts(self) -> list[Draft]:
        """All that wait: the approved ones in the order in which they go out, then the others, oldest first."""
        waits = drafts.c.state.in_([DraftState.APPROVED.value, DraftState.PENDING.value])
        is_pending = drafts.c.state == DraftState.PENDING.value
        query = select(drafts).where(waits).order_by(is_pending, drafts.c.approved_at, drafts.c.id)
        async with self._database.begin() as connection:
            return [to_draft(row) for row in (await connection.execute(query)).all()]

    async def claim_reminder(self, slot_id: int, day: date, chat: Address) -> bool:
        """Whether this process is the one that reminds this chat of this occurrence; True once."""
        cursors = tables.cursors
        insert = sqlite.insert(cursors) if self._database.is_sqlite else postgresql.insert(cursors)
        name = _reminder(slot_id, day, chat)
        query = insert.values(name=name, value="").on_conflict_do_nothing()
        async with self._database.begin() as connection:
            is_first = (await connection.execute(query.returning(cursors.c.name))).first() is not None
            if is_first:
                of_other_days = cursors.c.name.like(_reminder(slot_id, "%", chat)), cursors.c.name != name
                await connection.execute(delete(cursors).where(*of_other_days))
            return is_first

    async def release_reminder(self, slot_id: int, day: date, chat: Address) -> None:
        """The chat could not be reached: it may be tried again."""
        cursors = tables.cursors
        async with self._database.begin() as connection:
            await connection.execute(delete(cursors).where(cursors.c.name == _reminder(slot_id, day, chat)))

    @staticmethod
    async def _fill(
        connection: AsyncConnection, vacancy: Vacancy, taken: Sequence[ColumnElement[bool]]
    ) -> Draft | None:
        of_it = publications.c.slot_id == vacancy.slot_id, publications.c.local_date == vacancy.local_date
        # Whoever fills the same one at this moment is waited for; then nothing of it is empty.
        waiting = select(publications.c.id, publications.c.place).where(*of_it, _EMPTY).with_for_update()
        rows = (await connection.execute(waiting)).all()
        if not rows:
            return None
        has_been = select(publications.c.draft_id).where(
            publications.c.place.in_([row.place for row in rows]), publications.c.draft_id.is_not(None)
        )
        first = select(drafts).where(*taken, drafts.c.id.not_in(has_been)).order_by(drafts.c.approved_at, drafts.c.id)
        found = (await connection.execute(first.limit(1).with_for_update(skip_locked=True))).one_or_none()
        if found is None:
            return None
        if found.state == DraftState.PENDING.value:
            await move(connection, found.id, DraftState.PENDING, DraftState.APPROVED)
        if not await move(connection, found.id, DraftState.APPROVED, DraftState.PUBLISHING):
            raise IllegalMove(f"draft {found.id} was taken by somebody else a moment ago")
        ids = [row.id for row in rows]
        await connection.execute(update(publications).where(publications.c.id.in_(ids)).values(draft_id=found.id))
        return replace(to_draft(found), state=DraftState.PUBLISHING)

    async def _skip(self, *where: ColumnElement[bool], problem: str) -> list[Vacancy]:
        query = update(publications).where(*where).values(state=PublicationState.SKIPPED.value, problem=problem)
        async with self._database.begin() as connection:
            return _vacancies((await connection.execute(query.returning(publications))).all())


def _vacancies(rows: Iterable[Any]) -> list[Vacancy]:
    """One an occurrence, the longest-waiting first; `rows` are of one place each."""
    found = {Vacancy(row.slot_id, row.local_date, row.due_at) for row in rows}
    return sorted(found, key=lambda one: (one.due_at, one.slot_id))


def _untouched() -> list[ColumnElement[bool]]:
    """What holds of a waiting draft that no moderator has anything against.

    Nobody has rejected it, edited or begun to edit it, or taken an approval back; and of an edited text the guards'
    figures say nothing.
    """
    decisions, questions = tables.decisions, tables.questions
    against = [Verdict.EDIT.value, Verdict.TAKE_BACK.value, Verdict.REJECT.value]
    return [
        drafts.c.state.in_([DraftState.PENDING.value, DraftState.APPROVED.value]),
        drafts.c.id.not_in(select(decisions.c.draft_id).where(decisions.c.verdict.in_(against))),
        drafts.c.id.not_in(select(questions.c.draft_id)),
    ]


def _reminder(slot_id: int, day: date | str, chat: Address) -> str:
    return f"reminded:{slot_id}:{day}:{chat}"
