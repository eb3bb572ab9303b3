"""The queue: drafts, the decisions on them, and the cards that show them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.draft import Card, Decision, Draft, DraftState, Verdict, may_move
from bot.domain.measured import Measured
from bot.domain.member import Address
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
        self, written: WrittenText, prime: str, temperature: float, now: datetime, by: Signature | None = None
    ) -> Draft:
        """Queue what the network wrote as a pending draft; `by` is who asked for it, if anybody did."""
        values = {
            "text": written.text,
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

    async def waiting(self, state: DraftState, limit: int = 20) -> list[Draft]:
        """The oldest drafts in `state`: approved ones in the order of approval, which is the order of publication."""
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

    async def knows(self, text: str) -> bool:
        """Whether a draft with exactly this text was ever queued."""
        query = select(drafts.c.id).where(drafts.c.text == text).limit(1)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).first() is not None

    async def decide(self, decision: Decision) -> Draft:
        """Carry out a verdict and record it, both or neither.

        Raises IllegalMove when the draft is no longer where the verdict can be given, Refused when it does not exist.
        """
        async with self._database.begin() as connection:
            draft = await self._get(connection, decision.draft_id)
            if decision.verdict is Verdict.EDIT:
                if draft.state is not DraftState.PENDING:
                    raise IllegalMove(f"draft {draft.id} is {draft.state}: only a pending one can be edited")
                if decision.text_after is None:
                    raise ValueError("an edit without its text")
                changes: dict[str, object] = {"text": decision.text_after}
            else:
                state = DraftState.APPROVED if decision.verdict is Verdict.APPROVE else DraftState.REJECTED
                if draft.state is not DraftState.PENDING:
                    raise IllegalMove(f"draft {draft.id} is already {draft.state}")
                changes = {"state": draft.moved_to(state).state.value}
                if state is DraftState.APPROVED:
                    changes["approved_at"] = decision.decided_at
            still_there = drafts.c.id == draft.id, drafts.c.state == draft.state.value, drafts.c.text == draft.text
            changed = await connection.execute(update(drafts).where(*still_there).values(changes))
            if changed.rowcount == 0:
                raise IllegalMove(f"draft {draft.id} was decided by somebody else a moment ago")
            await connection.execute(
                tables.decisions.insert().values(
                    draft_id=draft.id,
                    verdict=decision.verdict.value,
                    moderator=str(decision.moderator),
                    decided_at=decision.decided_at,
                    text_before=draft.text if decision.verdict is Verdict.EDIT else None,
                    text_after=decision.text_after,
                )
            )
            decided = await self._get(connection, draft.id)
            by = Signature(str(decision.moderator), decision.decided_at)
            details = {} if decision.text_after is None else {"characters": len(decision.text_after)}
            await record(connection, by, f"draft.{decision.verdict}", f"draft:{draft.id}", **details)
            return decided

    async def decisions(self, draft_id: int) -> list[Decision]:
        """What was decided on a draft, oldest first."""
        table = tables.decisions
        query = select(table).where(table.c.draft_id == draft_id).order_by(table.c.id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Decision(
                row.draft_id, Verdict(row.verdict), Address.parse(row.moderator), row.decided_at,
                row.text_before, row.text_after,
            )
            for row in rows
        ]  # fmt: skip

    async def add_card(self, card: Card) -> None:
        """Remember where a draft is shown; a newer card in the same chat takes the older one's place."""
        table = tables.cards
        async with self._database.begin() as connection:
            where = table.c.draft_id == card.draft_id, table.c.chat == str(card.chat)
            await connection.execute(delete(table).where(*where))
            await connection.execute(
                table.insert().values(draft_id=card.draft_id, chat=str(card.chat), message_id=card.message_id)
            )

    async def cards(self, draft_id: int) -> list[Card]:
        """Every card that shows a draft."""
        table = tables.cards
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(table).where(table.c.draft_id == draft_id))).all()
        return [Card(row.draft_id, Address.parse(row.chat), row.message_id) for row in rows]

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

    async def _get(self, connection: AsyncConnection, draft_id: int) -> Draft:
        row = (await connection.execute(select(drafts).where(drafts.c.id == draft_id))).one_or_none()
        if row is None:
            raise Refused(f"there is no draft {draft_id}")
        return to_draft(row)


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
        row.approvals,
    )  # fmt: skip
