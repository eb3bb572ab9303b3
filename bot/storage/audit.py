"""The audit log: entries are added in the transaction of the action that they tell of, and never changed.

Two processes never fork the chain: the last entry is read under a lock that is held until the commit (SQLite has one
writer at a time anyway), and should the lock ever fail, `previous` and `sequence` are unique. Triggers refuse UPDATE,
DELETE and an INSERT into the middle; who may drop triggers can still forge, and `verify` finds that.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, text, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Break, Entry, Signature, check
from bot.storage import tables
from bot.storage.database import Database

audit = tables.audit

# Any number will do as long as no other program on the same database uses it; the migrations have another one.
_LOCK = 4_711_2018

_AT_ONCE = 1_000


async def lock(connection: AsyncConnection) -> None:
    """Keep others from the log until this transaction ends. Taken again it does nothing."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


async def record(
    connection: AsyncConnection, by: Signature | None, action: str, object_: str, **details: str | float | None
) -> None:
    """Add an entry, as the last thing that a transaction does: it waits for all others that add one.

    `details` are facts that whoever reads the log needs; no texts of people, no secrets. Without a signature nobody
    asked for the action (the bot fills its queue by itself), and nothing is added.
    """
    if by is None:
        return
    await lock(connection)
    row = (await connection.execute(select(audit).order_by(audit.c.sequence.desc()).limit(1))).one_or_none()
    entry = Entry.following(None if row is None else _entry(row), by, action, object_, details)
    await connection.execute(
        audit.insert().values(
            sequence=entry.sequence,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            object=entry.object,
            details=entry.details,
            previous=entry.previous,
            hash=entry.hash,
        )
    )


class AuditLog:
    """Reads the log, and adds what is no change of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, by: Signature, action: str, object_: str, **details: str | float | None) -> None:
        """Add an entry of an action that has no transaction of its own; `details` as in `record`."""
        async with self._database.begin() as connection:
            await record(connection, by, action, object_, **details)

    async def last(self, count: int) -> list[Entry]:
        """The last `count` entries, oldest first."""
        query = select(audit).order_by(audit.c.sequence.desc()).limit(count)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [_entry(row) for row in reversed(rows)]

    async def page(self, page: int, size: int, *, actor: str = "", action: str = "") -> tuple[Sequence[Entry], int]:
        """A page (from 1) of entries, newest first, and how many there are; "" stands for any actor and any action.

        A page beyond the last is the last.
        """
        where = _of(actor, action)
        async with self._database.begin() as connection:
            total = (await connection.execute(select(func.count()).select_from(audit).where(where))).scalar_one()
            begin = min(max(0, page - 1), max(0, (total - 1) // size)) * size
            query = select(audit).where(where).order_by(audit.c.sequence.desc()).limit(size).offset(begin)
            rows = (await connection.execute(query)).all()
        return [_entry(row) for row in rows], total

    async def actions(self) -> list[str]:
        """Every action that the log tells of, by the alphabet."""
        query = select(audit.c.action).distinct().order_by(audit.c.action)
        async with self._database.begin() as connection:
            return [str(action) for action in (await connection.execute(query)).scalars()]

    async def verify(self) -> tuple[Entry | None, Break | None]:
        """Check every entry: the last one that is whole, and the first break if there is one."""
        last: Entry | None = None
        async for entry in self.all():
            found = check(last, entry)
            if found is not None:
                return last, found
            last = entry
        return last, None

    async def holds(self, head: str) -> bool:
        """Whether an entry has this hash: a head that was kept elsewhere is still there."""
        query = select(audit.c.sequence).where(audit.c.hash == head)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).first() is not None

    async def all(self) -> AsyncIterator[Entry]:
        """Every entry, oldest first. Read in short transactions: on SQLite nobody can write during one."""
        # Numbers below 1 are only in a forged log, and shall be seen too.
        after: int | None = None
        while True:
            query = select(audit).order_by(audit.c.sequence).limit(_AT_ONCE)
            if after is not None:
                query = query.where(audit.c.sequence > after)
            async with self._database.begin() as connection:
                rows = (await connection.execute(query)).all()
            for row in rows:
                yield _entry(row)
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].sequence


def _of(actor: str, action: str) -> ColumnElement[bool]:
    return and_(audit.c.actor == actor if actor else true(), audit.c.action == action if action else true())


def _entry(row: Row[Any]) -> Entry:
    # SQLite keeps whatever a forger put into a column; as text it does not match the hash.
    return Entry(
        row.sequence, str(row.at), str(row.actor), str(row.action), str(row.object), str(row.details),
        str(row.previous), str(row.hash),
    )  # fmt: skip
