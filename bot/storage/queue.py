"""The queue: drafts, the decisions on them, and the cards that show them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.caption import Caption, captions_from_json, captions_to_json, words_of
from bot.domain.draft import Card, Decision, Draft, DraftState, Verdict, may_move
from bot.domain.measured import Measured
from bot.domain.member import Address
from bot.domain.queue_page import QueuePage, page_from
from bot.domain.votes import Needs, after
from bot.errors import IllegalMove, Refused
from bot.ports import WrittenText
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database

drafts = tables.drafts


class Queue:
    """Queries on drafts. Every move is a compare-and-set: the first of two moderators wins, the other gets
    IllegalMove.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        written: WrittenText,
        prime: str,
        temperature: float,
        now: datetime,
        by: Signature | None = None,
        *,
        captions: Sequence[Caption] = (),
    ) -> Draft:
        """Queue what the network wrote as a pending draft; `by` is who asked for it, if anybody did.

        With `captions` it is a picture, or an album, and its text the captions' words.
        """
        values = {
            "text": words_of(captions) if captions else written.text,
            "captions": captions_to_json(captions),
            "state": DraftState.PENDING.value,
            "prime": prime,
            "temperature": temperature,
            "checkpoint": written.checkpoint,
            "seed": written.seed,
            "ended_by_itself": written.ended_by_itself,
            "created_at": now,
            "measured": None if written.measured is None else written.measured.to_json(),
        }
        async with self._database.begin() as connection:
            row = (await connection.execute(drafts.insert().values(values).returning(drafts))).one()
            await record(connection, by, "draft.write", f"draft:{row.id}", checkpoint=written.checkpoint)
        return to_draft(row)

    async def get(self, draft_id: int) -> Draft:
        """Raises Refused when there is no such draft."""
        async with self._database.begin() as connection:
            return await self._get(connection, draft_id)

    async def waiting(self, state: DraftState, limit: int | None = 20) -> list[Draft]:
        """The oldest drafts in `state`; with None all of them.

        Approved ones come in the order of approval, which is the order of publication.
        """
        query = select(drafts).where(drafts.c.state == state.value).order_by(drafts.c.approved_at, drafts.c.id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query.limit(limit))).all()
        return [to_draft(row) for row in rows]

    async def counts(self) -> dict[DraftState, int]:
        """How many drafts are in each state; states without any are 0."""
        query = select(drafts.c.state, func.count()).group_by(drafts.c.state)
        async with self._database.begin() as connection:
            found = {DraftState(state): count for state, count in (await connection.execute(query)).all()}
        return {state: found.get(state, 0) for state in DraftState}

    async def pictures_waiting(self) -> int:
        """How many of the drafts that wait for a decision or a slot are pictures."""
        waits = drafts.c.state.in_([DraftState.PENDING.value, DraftState.APPROVED.value])
        query = select(func.count()).where(waits, drafts.c.captions.is_not(None))
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one()

    async def knows(self, text: str) -> bool:
        """Whether a draft with exactly this text was ever queued."""
        query = select(drafts.c.id).where(drafts.c.text == text).limit(1)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).first() is not None

    async def decide(
        self,
        decision: Decision,
        needs: Needs = Needs(),  # noqa: B008 - frozen
        *,
        editor_may_approve: bool = False,
        seen: int | None = None,
    ) -> Draft:
        """Carry out a verdict as `domain.votes.after` says and record it, both or neither.

        Raises what `after` raises, and Refused when there is no such draft.
        """
        async with self._database.begin() as connection:
            draft = await self._get(connection, decision.draft_id, lock=True)
            earlier = await self._decisions(connection, draft.id)
            decided = after(draft, earlier, decision, needs, editor_may_approve=editor_may_approve, seen=seen)
            changes: dict[str, object] = {
                "state": decided.state.value,
                "text": decided.text,
                "captions": captions_to_json(decided.captions),
                "approvals": decided.approvals,
            }
            if decided.state is not draft.state:
                changes["approved_at"] = decision.decided_at if decided.state is DraftState.APPROVED else None
            unchanged = (
                drafts.c.id == draft.id,
                drafts.c.state == draft.state.value,
                drafts.c.text == draft.text,
                drafts.c.captions.is_not_distinct_from(captions_to_json(draft.captions)),
                drafts.c.approvals == draft.approvals,
            )
            changed = await connection.execute(update(drafts).where(*unchanged).values(changes))
            if changed.rowcount == 0:
                raise IllegalMove(f"draft {draft.id} was decided by somebody else a moment ago")
            if decision.verdict is Verdict.EDIT:
                decision = replace(decision, text_before=draft.text, captions_before=draft.captions)
            await add_decision(connection, decision)
            by = Signature(str(decision.moderator), decision.decided_at)
            details: dict[str, str | float | None] = {}
            if decision.text_after is not None:
                details["characters"] = len(decision.text_after)
            if decision.verdict is Verdict.APPROVE:
                details |= {"approvals": decided.approvals, "state": decided.state.value}
            await record(connection, by, f"draft.{decision.verdict}", f"draft:{draft.id}", **details)
            return decided

    async def note(self, decision: Decision) -> None:
        """Record a decision that was carried out, and audited, elsewhere; noted again, it changes nothing."""
        async with self._database.begin() as connection:
            await self._get(connection, decision.draft_id, lock=True)
            earlier = await self._decisions(connection, decision.draft_id)
            if not earlier or earlier[-1].verdict is not decision.verdict:
                await add_decision(connection, decision)

    async def explain(self, draft_id: int, moderator: Address, reason: str, now: datetime) -> None:
        """Add to the moderator's own rejection, the last decision on the draft, why. Said again, it changes nothing.

        Raises IllegalMove when that was not the last decision or already has a reason, Refused for no such draft.
        """
        table = tables.decisions
        async with self._database.begin() as connection:
            await self._get(connection, draft_id, lock=True)
            last = select(table).where(table.c.draft_id == draft_id).order_by(table.c.id.desc()).limit(1)
            row = (await connection.execute(last)).one_or_none()
            if row is not None and (row.moderator, row.reason) == (str(moderator), reason):
                return
            if row is None or (row.verdict, row.moderator, row.reason) != (Verdict.REJECT, str(moderator), None):
                raise IllegalMove(f"draft {draft_id} was not rejected by {moderator}, or they said why before")
            await connection.execute(update(table).where(table.c.id == row.id).values(reason=reason))
            by = Signature(str(moderator), now)
            await record(connection, by, "draft.explain", f"draft:{draft_id}", characters=len(reason))

    async def expire(self, before: datetime, by: Signature, limit: int = 100) -> list[int]:
        """Close pending drafts that were made before `before` and that nobody has decided anything on since; their ids.

        At most `limit`, the oldest first.
        """
        table = tables.decisions
        touched = select(table.c.draft_id).where(table.c.decided_at >= before)
        is_pending = drafts.c.state == DraftState.PENDING.value
        query = select(drafts.c.id).where(is_pending, drafts.c.created_at < before, drafts.c.id.not_in(touched))
        async with self._database.begin() as connection:
            oldest = query.order_by(drafts.c.id).limit(limit).with_for_update(skip_locked=True)
            ids = list((await connection.execute(oldest)).scalars())
            for draft_id in ids:
                if await move(connection, draft_id, DraftState.PENDING, DraftState.EXPIRED):
                    await record(connection, by, "draft.expire", f"draft:{draft_id}")
        return ids

    async def page(self, start: int, size: int) -> tuple[QueuePage, list[Draft]] | None:
        """The page of waiting drafts, pending or approved, that begins at the draft `start`; None while none waits."""
        is_waiting = drafts.c.state.in_([DraftState.PENDING.value, DraftState.APPROVED.value])
        async with self._database.begin() as connection:
            query = select(drafts.c.id).where(is_waiting).order_by(drafts.c.id)
            page = page_from((await connection.execute(query)).scalars().all(), start, size)
            if page is None:
                return None
            on_it = select(drafts).where(drafts.c.id.in_(page.ids)).order_by(drafts.c.id)
            rows = (await connection.execute(on_it)).all()
        return page, [to_draft(row) for row in rows]

    async def decisions(self, draft_id: int) -> list[Decision]:
        """What was decided on a draft, oldest first."""
        async with self._database.begin() as connection:
            return await self._decisions(connection, draft_id)

    async def decisions_of(self, ids: Collection[int]) -> dict[int, list[Decision]]:
        """What was decided on each of these drafts, oldest first."""
        table = tables.decisions
        query = select(table).where(table.c.draft_id.in_(ids)).order_by(table.c.id)
        found: dict[int, list[Decision]] = {draft_id: [] for draft_id in ids}
        async with self._database.begin() as connection:
            for row in (await connection.execute(query)).all():
                found[row.draft_id].append(_decision(row))
        return found

    async def add_card(self, card: Card) -> None:
        """Remember where a draft is shown; a newer card in the same chat takes the older one's place."""
        table = tables.cards
        async with self._database.begin() as connection:
            where = table.c.draft_id == card.draft_id, table.c.chat == str(card.chat)
            await connection.execute(delete(table).where(*where))
            await connection.execute(
                table.insert().values(
                    draft_id=card.draft_id,
                    chat=str(card.chat),
                    message_id=card.message_id,
                    album=" ".join(map(str, card.album)) or None,
                )
            )

    async def cards(self, draft_id: int) -> list[Card]:
        """Every card that shows a draft."""
        table = tables.cards
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(table).where(table.c.draft_id == draft_id))).all()
        return [
            Card(row.draft_id, Address.parse(row.chat), row.message_id, tuple(map(int, (row.album or "").split())))
            for row in rows
        ]

    async def without_card(self, chats: Sequence[Address]) -> list[tuple[Draft, Address]]:
        """Pending drafts and the chats of `chats` in which no card shows them yet."""
        table = tables.cards
        found: list[tuple[Draft, Address]] = []
        async with self._database.begin() as connection:
            for chat in chats:
                shown = select(table.c.draft_id).where(table.c.chat == str(chat))
                query = select(drafts).where(drafts.c.state == DraftState.PENDING.value, drafts.c.id.not_in(shown))
                rows = (await connection.execute(query.order_by(drafts.c.id))).all()
                found += [(to_draft(row), chat) for row in rows]
        return found

    async def _get(self, connection: AsyncConnection, draft_id: int, *, lock: bool = False) -> Draft:
        query = select(drafts).where(drafts.c.id == draft_id)
        # On PostgreSQL a second decision waits for the first and sees what came of it, as it does on SQLite anyway.
        row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
        if row is None:
            raise Refused(f"there is no draft {draft_id}")
        return to_draft(row)

    @staticmethod
    async def _decisions(connection: AsyncConnection, draft_id: int) -> list[Decision]:
        table = tables.decisions
        query = select(table).where(table.c.draft_id == draft_id).order_by(table.c.id)
        return [_decision(row) for row in (await connection.execute(query)).all()]


async def add_decision(connection: AsyncConnection, decision: Decision) -> None:
    """Record a decision inside the transaction that carries it out."""
    await connection.execute(
        tables.decisions.insert().values(
            draft_id=decision.draft_id,
            verdict=decision.verdict.value,
            moderator=str(decision.moderator),
            decided_at=decision.decided_at,
            text_before=decision.text_before,
            text_after=decision.text_after,
            reason=decision.reason,
            captions_before=captions_to_json(decision.captions_before),
            captions_after=captions_to_json(decision.captions_after),
        )
    )


async def move(connection: AsyncConnection, draft_id: int, before: DraftState, after: DraftState) -> bool:
    """Compare-and-set a draft's state inside a transaction; False if it was no longer in `before`.

    Raises IllegalMove when no draft may go that way.
    """
    if not may_move(before, after):
        raise IllegalMove(f"draft {draft_id} can't go from {before} to {after}")
    changed = await connection.execute(
        update(drafts).where(drafts.c.id == draft_id, drafts.c.state == before.value).values(state=after.value)
    )
    return changed.rowcount == 1


def to_draft(row: Row[Any]) -> Draft:
    """A draft from a row of the drafts table."""
    return Draft(
        row.id, row.text, DraftState(row.state), row.created_at, row.temperature, row.checkpoint, row.seed,
        row.prime, row.ended_by_itself, None if row.measured is None else Measured.from_json(row.measured),
        row.approvals, captions_from_json(row.captions),
    )  # fmt: skip


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        row.draft_id, Verdict(row.verdict), Address.parse(row.moderator), row.decided_at, row.text_before,
        row.text_after, row.reason, captions_from_json(row.captions_before), captions_from_json(row.captions_after),
    )  # fmt: skip
