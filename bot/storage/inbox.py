"""Every update of the platforms, once: stored before it is confirmed, handled in order, never answered twice.

An update is `received`, then `answering` (from just before the first message goes out), then done (its contents are
forgotten, its key stays). After a crash those received are handled again; those that were being answered are handled
again only where the platform recognises a repeated message (VK's random_id), else they are given up: at most one
answer.
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming, Press
from bot.storage import tables
from bot.storage.database import Database

inbox = tables.inbox


class Inbox:
    """Queries on updates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def receive(self, update_: Incoming | Press, now: datetime) -> bool:
        """Store an update; False if it was received before."""
        insert = sqlite.insert(inbox) if self._database.is_sqlite else postgresql.insert(inbox)
        query = insert.values(
            platform=update_.chat.platform.value,
            key=update_.key,
            received_at=now,
            contents=_pack(update_),
            answering=False,
        ).on_conflict_do_nothing(index_elements=["platform", "key"])
        # Not `rowcount`: psycopg leaves it at -1 for an insert that SQLAlchemy sends.
        stored = query.returning(inbox.c.key)
        async with self._database.begin() as connection:
            return (await connection.execute(stored)).first() is not None

    async def begin_answer(self, platform: Platform, key: str) -> None:
        """From now on an answer may have gone out."""
        await self._change(platform, key, answering=True)

    async def done(self, platform: Platform, key: str) -> None:
        """The update is answered: forget what it said."""
        await self._change(platform, key, contents=None)

    async def unanswered(self) -> list[tuple[Incoming | Press, bool]]:
        """What was received and not done, oldest first, each with whether an answer may have gone out."""
        query = select(inbox).where(inbox.c.contents.is_not(None)).order_by(inbox.c.received_at)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [(_unpack(row.contents), row.answering) for row in rows]

    async def forget_before(self, instant: datetime) -> int:
        """Drop the keys of updates that no platform repeats any more; returns how many."""
        query = delete(inbox).where(inbox.c.received_at < instant, inbox.c.contents.is_(None))
        async with self._database.begin() as connection:
            return (await connection.execute(query)).rowcount

    async def _change(self, platform: Platform, key: str, **values: object) -> None:
        where = inbox.c.platform == platform.value, inbox.c.key == key
        async with self._database.begin() as connection:
            await connection.execute(update(inbox).where(*where).values(values))


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
