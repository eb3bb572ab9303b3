"""Every update of the platforms, once: stored before it is confirmed, handled in order, never answered twice.

An update is `received`, then `answering` (from just before the first message goes out), then done (its contents are
forgotten, its key stays). After a crash those received are handled again; those that were being answered are handled
again only where the platform recognises a repeated message (VK's random_id), else they are given up: at most one
answer.

Each update belongs to the process that stored it (VK hands every update to every process that listens): the unique key
decides. What a dead process left, one of the living takes over.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming, Press
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.shared_trips import SharedTrips

inbox = tables.inbox

_Key = tuple[Platform, str]


class Inbox:
    """Queries on updates."""

    def __init__(self, database: Database, owner: str | None = None) -> None:
        """`owner` is this process's name among others; without one, whoever comes next may take its updates over."""
        self._database = database
        self._owner = owner
        self._begun = SharedTrips(database, self._mark_begun)
        self._done = SharedTrips(database, self._mark_done)

    async def receive(self, update_: Incoming | Press, now: datetime) -> bool:
        """Store an update; False if it was received before."""
        return bool(await self.receive_all([update_], now))

    async def receive_all(self, updates: Sequence[Incoming | Press], now: datetime) -> list[Incoming | Press]:
        """Store all of these updates or none; returns those that were not received before."""
        insert = sqlite.insert(inbox) if self._database.is_sqlite else postgresql.insert(inbox)
        # Not `rowcount`: psycopg leaves it at -1 for an insert that SQLAlchemy sends.
        query = insert.on_conflict_do_nothing(index_elements=["platform", "key"]).returning(
            inbox.c.platform, inbox.c.key
        )
        given = {(update_.chat.platform.value, update_.key): update_ for update_ in updates}
        rows = [
            {
                "platform": platform,
                "key": key,
                "received_at": now,
                "contents": _pack(update_),
                "answering": False,
                "owner": self._owner,
            }
            for (platform, key), update_ in given.items()
        ]
        async with self._database.begin() as connection:
            stored = {(row.platform, row.key) for row in await connection.execute(query, rows)}
        return [update_ for key, update_ in given.items() if key in stored]

    async def begin_answer(self, platform: Platform, key: str) -> bool:
        """From now on an answer may have gone out. False if another process took the update over meanwhile."""
        return await self._begun.take((platform, key))

    async def done(self, platform: Platform, key: str) -> None:
        """The update is answered: forget what it said."""
        await self._done.take((platform, key))

    async def take_over(
        self, living: Collection[str], platforms: Collection[Platform]
    ) -> list[tuple[Incoming | Press, bool]]:
        """Make those updates this process's own that belong to none of the `living` and are not done.

        Oldest first, each with whether an answer may have gone out. What came from another platform stays.
        """
        query = update(inbox).where(
            inbox.c.contents.is_not(None),
            inbox.c.platform.in_([platform.value for platform in platforms]),
            inbox.c.owner.is_(None) | inbox.c.owner.not_in(living),
        )
        left = query.values(owner=self._owner).returning(inbox.c.contents, inbox.c.answering, inbox.c.received_at)
        async with self._database.begin() as connection:
            rows = (await connection.execute(left)).all()
        rows = sorted(rows, key=lambda row: row.received_at)
        return [(_unpack(row.contents), row.answering) for row in rows]

    async def unanswered(self) -> list[tuple[Incoming | Press, bool]]:
        """What was received, by whichever process, and is not done, oldest first; as `take_over` gives it."""
        query = select(inbox).where(inbox.c.contents.is_not(None)).order_by(inbox.c.received_at)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [(_unpack(row.contents), row.answering) for row in rows]

    async def forget_before(self, instant: datetime) -> int:
        """Drop the keys of updates that no platform repeats any more; returns how many."""
        query = delete(inbox).where(inbox.c.received_at < instant, inbox.c.contents.is_(None))
        async with self._database.begin() as connection:
            return (await connection.execute(query)).rowcount

    async def _mark_begun(self, connection: AsyncConnection, keys: list[_Key]) -> list[bool]:
        mine = inbox.c.owner.is_(None) if self._owner is None else inbox.c.owner == self._owner
        query = update(inbox).where(_among(keys), mine).values(answering=True)
        rows = (await connection.execute(query.returning(inbox.c.platform, inbox.c.key))).all()
        begun = {(row.platform, row.key) for row in rows}
        return [(platform.value, key) in begun for platform, key in keys]

    async def _mark_done(self, connection: AsyncConnection, keys: list[_Key]) -> list[None]:
        await connection.execute(update(inbox).where(_among(keys)).values(contents=None))
        return [None for _ in keys]


def _among(keys: list[_Key]) -> ColumnElement[bool]:
    return tuple_(inbox.c.platform, inbox.c.key).in_([(platform.value, key) for platform, key in keys])


def _pack(update_: Incoming | Press) -> str:
    fields = asdict(update_) | {"chat": str(update_.chat), "sender": str(update_.sender)}
    if isinstance(update_, Incoming):
        author = update_.reply_author
        fields |= {"sent_at": update_.sent_at.isoformat(), "reply_author": None if author is None else str(author)}
    return json.dumps({"kind": type(update_).__name__, **fields})


def _unpack(contents: str) -> Incoming | Press:
    fields: dict[str, Any] = json.loads(contents)
    kind = fields.pop("kind")
    fields |= {"chat": Address.parse(fields["chat"]), "sender": Address.parse(fields["sender"])}
    if kind == "Incoming":
        author = fields.get("reply_author")  # absent in what an older version stored
        fields |= {"reply_author": None if author is None else Address.parse(author)}
        return Incoming(**fields | {"sent_at": datetime.fromisoformat(fields["sent_at"])})
    return Press(**fields)
