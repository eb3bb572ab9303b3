"""What the bot wrote to members, and who liked it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.caption import Caption, captions_from_json, captions_to_json
from bot.domain.member import Address
from bot.errors import Refused
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.shared_trips import SharedTrips

replies, reactions = tables.replies, tables.reactions

_LIKES = func.coalesce(func.sum(case((reactions.c.value > 0, 1), else_=0)), 0)
_DISLIKES = func.coalesce(func.sum(case((reactions.c.value < 0, 1), else_=0)), 0)


@dataclass(frozen=True, slots=True)
class Reply:
    """A text and what was said to it. `chat` is where it was written; with `captions` it was a picture or an album."""

    id: int
    chat: Address
    text: str
    likes: int = 0
    dislikes: int = 0
    captions: tuple[Caption, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reaction:
    """What a person says to a reply in a chat: 1 or -1."""

    reply_id: int
    chat: Address
    person: Address
    value: int


class Replies:
    """Queries on replies and reactions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._additions = SharedTrips(database, self._add)
        self._reactions = SharedTrips(database, self._react)

    async def add(
        self,
        chat: Address,
        text: str,
        temperature: float,
        checkpoint: str,
        now: datetime,
        *,
        is_primed: bool,
        captions: Sequence[Caption] = (),
    ) -> Reply:
        """Keep a text, or pictures with these words, that are about to be sent.

        `is_primed`: it holds a member's words.
        """
        row = {
            "chat": str(chat), "text": text, "temperature": temperature, "checkpoint": checkpoint, "written_at": now,
            "is_primed": is_primed, "captions": captions_to_json(captions),
        }  # fmt: skip
        return Reply(await self._additions.take(row), chat, text, captions=tuple(captions))

    async def react(self, reply_id: int, chat: Address, person: Address, value: int) -> Reply:
        """Count a like (1) or a dislike (-1): one a person, the last one. Returns the reply as it stands now.

        Raises Refused when there is no such reply in that chat.
        """
        reply = await self._reactions.take(_Reaction(reply_id, chat, person, value))
        if reply is None:
            raise Refused(f"there is no reply {reply_id} in {chat}")
        return reply

    async def get(self, reply_id: int) -> Reply:
        """Raises Refused when there is none."""
        async with self._database.begin() as connection:
            return await self._get(connection, reply_id)

    async def best(self, chat: Address, since: datetime | None, count: int) -> list[Reply]:
        """The replies with the most likes over their dislikes, of equals the older.

        Those of this chat; in a private one also others', as far as they begin with nobody's words.
        """
        shown = replies.c.chat == str(chat)
        if chat.is_person:
            shown |= replies.c.is_primed.is_(False)
        query = _with_numbers().where(shown)
        if since is not None:
            query = query.where(replies.c.written_at >= since)
        balance = _LIKES - _DISLIKES
        query = query.having(balance > 0).order_by(balance.desc(), _LIKES.desc(), replies.c.written_at, replies.c.id)
        async with self._database.begin() as connection:
            return [_reply(row) for row in await connection.execute(query.limit(count))]

    async def forget_before(self, instant: datetime) -> int:
        """Drop older replies and what was said to them; returns how many."""
        old = select(replies.c.id).where(replies.c.written_at < instant)
        async with self._database.begin() as connection:
            await connection.execute(delete(reactions).where(reactions.c.reply_id.in_(old)))
            return (await connection.execute(delete(replies).where(replies.c.written_at < instant))).rowcount

    async def _add(self, connection: AsyncConnection, rows: list[dict[str, Any]]) -> Sequence[int]:
        """The numbers that the rows were given."""
        query = replies.insert().returning(replies.c.id, sort_by_parameter_order=True)
        numbers: Sequence[int] = (await connection.execute(query, rows)).scalars().all()
        return numbers

    async def _react(self, connection: AsyncConnection, wanted: list[_Reaction]) -> Sequence[Reply | None]:
        """The replies as they stand after all of it; None where there is no such reply in that chat."""
        numbers = {one.reply_id for one in wanted}
        insert = sqlite.insert(reactions) if self._database.is_sqlite else postgresql.insert(reactions)
        query = insert.on_conflict_do_update(
            index_elements=["reply_id", "person"], set_={"value": insert.excluded.value}
        )
        # Locked on PostgreSQL, in one order: reactions to one reply are one after the other.
        here = select(replies.c.id, replies.c.chat).where(replies.c.id.in_(numbers)).order_by(replies.c.id)
        chats = {row.id: row.chat for row in await connection.execute(here.with_for_update())}
        counted = [one for one in wanted if chats.get(one.reply_id) == str(one.chat)]
        if not counted:
            return [None for _ in wanted]
        # Of several by one person only the last: one statement may touch a row once.
        rows = {(one.reply_id, str(one.person)): one.value for one in counted}
        await connection.execute(
            query,
            [{"reply_id": number, "person": person, "value": value} for (number, person), value in rows.items()],
        )
        shown = _with_numbers().where(replies.c.id.in_({one.reply_id for one in counted}))
        found = {row.id: _reply(row) for row in await connection.execute(shown)}
        return [found[one.reply_id] if chats.get(one.reply_id) == str(one.chat) else None for one in wanted]

    @staticmethod
    async def _get(connection: AsyncConnection, reply_id: int) -> Reply:
        row = (await connection.execute(_with_numbers().where(replies.c.id == reply_id))).first()
        if row is None:
            raise Refused(f"there is no reply {reply_id}")
        return _reply(row)


def _with_numbers() -> Select[Any]:
    joined = replies.outerjoin(reactions, reactions.c.reply_id == replies.c.id)
    return (
        select(
            replies.c.id, replies.c.chat, replies.c.text, replies.c.captions,
            _LIKES.label("likes"), _DISLIKES.label("dislikes"),
        )
        .select_from(joined)
        .group_by(replies.c.id)
    )  # fmt: skip


def _reply(row: Row[Any]) -> Reply:
    return Reply(row.id, Address.parse(row.chat), row.text, row.likes, row.dislikes, captions_from_json(row.captions))
