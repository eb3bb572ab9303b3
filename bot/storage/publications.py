"""Publications: what goes to which place, and what came of it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.draft import Draft, DraftState
from bot.domain.place import Place
from bot.domain.problem import Problem
from bot.domain.publication import Publication, PublicationState, draft_state
from bot.domain.slot import Slot
from bot.errors import IllegalMove, Refused
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database
from bot.storage.queue import drafts, move, to_draft

publications = tables.publications

# What has taken, or may have taken, a place of the platform's daily allowance.
_SENT = (PublicationState.SENDING, PublicationState.PUBLISHED, PublicationState.UNSURE, PublicationState.TAKEN_DOWN)

# While it may have to be looked for, or posted by a person. A post whose id is known is found by that.
_TEXT_IS_NEEDED = (PublicationState.UNSURE, PublicationState.HANDED_OVER)


class Publications:
    """Queries on publications. Claims are compare-and-set: of two processes one wins.

    Whatever changes a publication with a draft locks the draft first and lets its state follow, in one transaction.
    """

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

    async def at_once(
        self, draft_id: int, places: Sequence[Place], now: datetime, *, approvals: int, by: Signature | None = None
    ) -> list[Publication]:
        """Make an approved draft due now at `places`, without a slot. Done again, it changes nothing.

        Raises IllegalMove for a draft that is not approved or lacks approvals, Refused when there is none.
        """
        async with self._database.begin() as connection:
            draft = await _draft(connection, draft_id, lock=True)
            of_draft = select(publications).where(publications.c.draft_id == draft_id).order_by(publications.c.place)
            earlier = [to_publication(row) for row in (await connection.execute(of_draft)).all()]
            if any(one.slot_id is None for one in earlier):
                return earlier
            if draft.state != DraftState.APPROVED.value:
                raise IllegalMove(f"draft {draft_id} is {draft.state}: only an approved one can be published")
            if draft.approvals < approvals:
                raise IllegalMove(f"draft {draft_id} has {draft.approvals} of {approvals} approvals that it needs")
            values = {"due_at": now, "state": PublicationState.DUE.value, "attempts": 0, "draft_id": draft_id}
            await connection.execute(publications.insert(), [{**values, "place": str(place)} for place in places])
            await move(connection, draft_id, DraftState.APPROVED, DraftState.PUBLISHING)
            await record(connection, by, "draft.publish", f"draft:{draft_id}", places=" ".join(map(str, places)))
            return [to_publication(row) for row in (await connection.execute(of_draft)).all()]

    async def claim(
        self, now: datetime, lease_until: datetime, post: Callable[[Place, Draft], str]
    ) -> tuple[Publication, Draft] | None:
        """Take the next publication that is due and has its draft, and commit that before any call; None: nothing is.

        `post` makes of the draft the text that goes out at the place. While one publication of a place waits for a
        later try, no other is tried there.
        """
        waiting = publications.alias()
        place_waits = exists().where(
            waiting.c.place == publications.c.place,
            waiting.c.state == PublicationState.DUE.value,
            waiting.c.draft_id.is_not(None),
            waiting.c.lease_until > now,
        )
        ready = (
            publications.c.state == PublicationState.DUE.value,
            publications.c.draft_id.is_not(None),
            publications.c.due_at <= now,
            or_(publications.c.lease_until.is_(None), publications.c.lease_until <= now),
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(_next(*ready, ~place_waits))).first()
            if row is None:
                return None
            draft = to_draft(await _draft(connection, row.draft_id))
            values = {
                "state": PublicationState.SENDING.value,
                "lease_until": lease_until,
                "sent_at": now,
                "sent_text": post(Place.parse(row.place), draft),
                "attempts": row.attempts + 1,
            }
            query = update(publications).where(publications.c.id == row.id, *ready).values(values)
            taken = (await connection.execute(query.returning(publications))).one_or_none()
        return None if taken is None else (to_publication(taken), draft)

    async def attached(self, publication: Publication, attachment: str, lease_until: datetime) -> Publication:
        """Keep what a claimed publication's picture is called ("" if it travels along), before the call that posts it.

        The lease begins anew. Raises IllegalMove if the sender was taken for dead meanwhile: then it must not post.
        """
        mine = (
            publications.c.id == publication.id,
            publications.c.state == PublicationState.SENDING.value,
            publications.c.attempts == publication.attempts,
            publications.c.lease_until == publication.lease_until,
        )
        query = update(publications).where(*mine).values(attachment=attachment, lease_until=lease_until)
        async with self._database.begin() as connection:
            row = (await connection.execute(query.returning(publications))).one_or_none()
        if row is None:
            raise IllegalMove(f"publication {publication.id} was taken over while its picture was uploaded")
        return to_publication(row)

    async def take_over(
        self, state: PublicationState, now: datetime, lease_until: datetime
    ) -> tuple[Publication, Draft] | None:
        """The next publication in `state` whose lease has lapsed, with its draft and a new lease.

        In `sending` its sender died between the call and its record; in `handed_over` it is time to look again.
        """
        lapsed = publications.c.state == state.value, publications.c.lease_until <= now
        async with self._database.begin() as connection:
            row = (await connection.execute(_next(*lapsed))).first()
            if row is None:
                return None
            query = update(publications).where(publications.c.id == row.id, *lapsed).values(lease_until=lease_until)
            taken = (await connection.execute(query.returning(publications))).one_or_none()
            if taken is None:
                return None
            return to_publication(taken), to_draft(await _draft(connection, row.draft_id))

    async def settle(
        self,
        publication: Publication,
        state: PublicationState,
        now: datetime,
        *,
        remote_id: str | None = None,
        not_before: datetime | None = None,
        problem: str | None = None,
        by: Signature | None = None,
    ) -> Publication:
        """Record what came of a publication, and what follows for its draft; `by` is the person who found it out.

        What is not sent yet is not sent any more once the draft was taken down elsewhere: due becomes skipped. Raises
        IllegalMove if somebody else has settled it meanwhile.
        """
        if publication.draft_id is None:
            raise IllegalMove(f"publication {publication.id} has no draft to settle")
        unchanged = (
            publications.c.id == publication.id,
            publications.c.state == publication.state.value,
            publications.c.attempts == publication.attempts,
        )
        async with self._database.begin() as connection:
            draft = await _draft(connection, publication.draft_id, lock=True)
            if state is PublicationState.DUE and PublicationState.TAKEN_DOWN in await _states(connection, draft.id):
                state, not_before = PublicationState.SKIPPED, None
                problem = problem or Problem.TAKEN_DOWN.value
            values: dict[str, Any] = {
                "state": state.value,
                "remote_id": remote_id or publication.remote_id,
                "lease_until": not_before,
                "problem": problem,
            }
            if state not in _TEXT_IS_NEEDED and (remote_id is not None or state is not PublicationState.PUBLISHED):
                values["sent_text"] = None
            if state is PublicationState.DUE:
                # An uploaded picture serves the next try; one that travels along will travel anew.
                values["attachment"] = publication.attachment or None
            if state is PublicationState.PUBLISHED:
                values["published_at"] = now
            elif state is PublicationState.TAKEN_DOWN:
                values["taken_down_at"] = now
            elif state is PublicationState.DUE and by is not None:
                values["due_at"] = now  # a person wants it sent again: its window begins anew
            query = update(publications).where(*unchanged).values(values).returning(publications)
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                raise IllegalMove(f"publication {publication.id} was settled by somebody else")
            await follow(connection, draft)
            await record(
                connection, by, "publication.settle", f"publication:{publication.id}",
                draft=publication.draft_id, place=str(publication.place), state=state.value,
            )  # fmt: skip
        return to_publication(row)

    async def hasten(self, place: Place, by: Signature) -> None:
        """Let what waits at a place for a later try be tried now. Raises IllegalMove if nothing does."""
        waits = (
            publications.c.place == str(place),
            publications.c.state == PublicationState.DUE.value,
            publications.c.lease_until.is_not(None),
        )
        async with self._database.begin() as connection:
            changed = await connection.execute(update(publications).where(*waits).values(lease_until=None))
            if changed.rowcount == 0:
                raise IllegalMove(f"nothing waits for a later try at {place}")
            await record(connection, by, "place.retry", str(place))

    async def remind(self, publication: Publication, at: datetime, by: Signature | None = None) -> None:
        """Ask again at `at` about a publication that was handed over. Raises IllegalMove if it was settled."""
        values = {"sent_at": at, "attempts": publication.attempts + 1}
        unchanged = (
            publications.c.id == publication.id,
            publications.c.state == PublicationState.HANDED_OVER.value,
            publications.c.attempts == publication.attempts,
        )
        async with self._database.begin() as connection:
            changed = await connection.execute(update(publications).where(*unchanged).values(values))
            if changed.rowcount == 0:
                raise IllegalMove(f"publication {publication.id} was settled by somebody else")
            await record(connection, by, "publication.remind", f"publication:{publication.id}", at=at.isoformat())

    async def withdraw(self, draft_id: int, problem: str, by: Signature | None = None) -> list[Publication]:
        """Give up what of a draft has not been sent yet; what is being sent this moment stays. Raises Refused."""
        async with self._database.begin() as connection:
            draft = await _draft(connection, draft_id, lock=True)
            unsent = publications.c.state.in_([PublicationState.DUE.value, PublicationState.HANDED_OVER.value])
            query = update(publications).where(publications.c.draft_id == draft_id, unsent)
            values = {
                "state": PublicationState.SKIPPED.value,
                "problem": problem,
                "lease_until": None,
                "sent_text": None,
            }
            rows = (await connection.execute(query.values(values).returning(publications))).all()
            if rows:
                await follow(connection, draft)
                places = " ".join(row.place for row in rows)
                await record(connection, by, "draft.withdraw", f"draft:{draft_id}", places=places)
        return [to_publication(row) for row in rows]

    async def overdue(self, before: datetime) -> list[tuple[Publication, Draft]]:
        """What waits for another try since before `before`, with its draft."""
        due = publications.c.state == PublicationState.DUE.value, publications.c.draft_id.is_not(None)
        query = select(publications).where(*due, publications.c.due_at < before).order_by(publications.c.id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
            return [(to_publication(row), to_draft(await _draft(connection, row.draft_id))) for row in rows]

    async def get(self, publication_id: int) -> Publication:
        """Raises Refused when there is no such publication."""
        query = select(publications).where(publications.c.id == publication_id)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise Refused(f"there is no publication {publication_id}")
        return to_publication(row)

    async def of_draft(self, draft_id: int) -> list[Publication]:
        """Where a draft went or is going, by place; nothing for one that arrived nowhere and is approved again."""
        query = select(publications).where(publications.c.draft_id == draft_id).order_by(publications.c.place)
        async with self._database.begin() as connection:
            return [to_publication(row) for row in (await connection.execute(query)).all()]

    async def due_between(self, since: datetime, until: datetime, limit: int) -> list[Publication]:
        """What was to go out from `since` up to, but not with, `until`: by its time, at most `limit`."""
        due_at = publications.c.due_at
        query = select(publications).where(due_at >= since, due_at < until).order_by(due_at, publications.c.id)
        async with self._database.begin() as connection:
            return [to_publication(row) for row in (await connection.execute(query.limit(limit))).all()]

    async def newest(self, limit: int = 10, state: PublicationState | None = None) -> list[Publication]:
        """The newest publications, in any state or in one."""
        query = select(publications).order_by(publications.c.due_at.desc(), publications.c.id.desc()).limit(limit)
        if state is not None:
            query = query.where(publications.c.state == state.value)
        async with self._database.begin() as connection:
            return [to_publication(row) for row in (await connection.execute(query)).all()]

    async def counts(self) -> dict[PublicationState, int]:
        """How many publications are in each state; states without any are 0."""
        query = select(publications.c.state, func.count()).group_by(publications.c.state)
        async with self._database.begin() as connection:
            found = {PublicationState(state): count for state, count in (await connection.execute(query)).all()}
        return {state: found.get(state, 0) for state in PublicationState}

    async def sent_since(self, place: Place, since: datetime) -> list[datetime]:
        """When something was sent to `place` after `since`, known to have arrived or not; oldest first."""
        query = select(publications.c.sent_at).where(
            publications.c.place == str(place),
            publications.c.sent_at > since,
            publications.c.state.in_([state.value for state in _SENT]),
        )
        async with self._database.begin() as connection:
            return list((await connection.execute(query.order_by(publications.c.sent_at))).scalars())


async def follow(connection: AsyncConnection, draft: Row[Any]) -> DraftState:
    """Let a draft's state follow from its publications; `draft` is its row, locked by this transaction.

    What arrived nowhere is let go of: an approved draft may go to the same places again, one that a slot took without
    approval waits for a decision again, and an occurrence whose places all refused a text waits for the next one.
    """
    before, after = DraftState(draft.state), draft_state(await _states(connection, draft.id))
    if after is before:
        return after
    if not await move(connection, draft.id, before, after):
        raise IllegalMove(f"draft {draft.id} was changed by somebody else")
    of_draft = publications.c.draft_id == draft.id
    if after is DraftState.REJECTED:
        again: dict[str, Any] = {
            "state": PublicationState.DUE.value,
            "draft_id": None,
            "lease_until": None,
            "attachment": None,
        }
        await connection.execute(
            update(publications).where(of_draft, publications.c.slot_id.is_not(None)).values(again)
        )
    elif after is DraftState.APPROVED:
        await connection.execute(update(publications).where(of_draft).values(draft_id=None, attachment=None))
        if draft.approved_at is None:
            await move(connection, draft.id, DraftState.APPROVED, DraftState.PENDING)
            return DraftState.PENDING
    return after


async def _states(connection: AsyncConnection, draft_id: int) -> list[PublicationState]:
    query = select(publications.c.state).where(publications.c.draft_id == draft_id)
    return [PublicationState(state) for state in (await connection.execute(query)).scalars()]


async def _draft(connection: AsyncConnection, draft_id: int, *, lock: bool = False) -> Row[Any]:
    query = select(drafts).where(drafts.c.id == draft_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise Refused(f"there is no draft {draft_id}")
    return row


def _next(*conditions: Any) -> Select[Any]:
    """The first row that no other process is holding (SQLite has one writer at a time and ignores the lock)."""
    query = select(publications).where(*conditions).order_by(publications.c.due_at, publications.c.id)
    return query.limit(1).with_for_update(skip_locked=True, of=publications)


def to_publication(row: Row[Any]) -> Publication:
    """A publication from a row of its table."""
    return Publication(
        row.id, row.slot_id, row.local_date, Place.parse(row.place), row.due_at, PublicationState(row.state),
        row.draft_id, row.remote_id, row.attempts, row.lease_until, row.sent_at, row.sent_text, row.published_at,
        row.taken_down_at, row.problem, row.attachment,
    )  # fmt: skip
