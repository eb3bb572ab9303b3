"""Who does which chore: of several processes that ask, one; and if that one dies, another.

A chore is claimed for one occurrence by compare-and-set. Whoever is at it renews a lease; when the lease lapses the
chore counts as left, and the next who asks begins it anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.chore import NEWS, Chore, News, Outcome
from bot.storage import tables
from bot.storage.database import Database

chores = tables.chores

# Clocks of two machines may be minutes apart, and a process may be stopped for a while.
LEASE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class LastTime:
    """How a chore went the last time that it ended."""

    begun_at: datetime | None
    ended_at: datetime
    outcome: Outcome
    details: str


class Chores:
    """Queries on chores."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, chore: Chore, due_at: datetime, now: datetime) -> bool:
        """Whether this process is to do the chore for the occurrence at `due_at`.

        A chore that nobody ever heard of counts from now: what came due before is not made up for.
        """
        insert = sqlite.insert(chores) if self._database.is_sqlite else postgresql.insert(chores)
        first = insert.values(name=chore.value, due_at=due_at, ended_at=now, is_told=True)
        again = (
            update(chores)
            .where(
                chores.c.name == chore.value,
                or_(
                    # Not while somebody is still at the occurrence before.
                    (chores.c.due_at < due_at) & (chores.c.lease_until.is_(None) | (chores.c.lease_until <= now)),
                    chores.c.ended_at.is_(None) & (chores.c.lease_until <= now),
                ),
            )
            .values(due_at=due_at, begun_at=now, lease_until=now + LEASE, ended_at=None)
        )
        async with self._database.begin() as connection:
            made = first.on_conflict_do_nothing().returning(chores.c.name)
            if (await connection.execute(made)).first() is not None:
                return False
            return (await connection.execute(again)).rowcount == 1

    async def renew(self, chore: Chore, now: datetime) -> None:
        """Whoever claimed the chore is still at it."""
        await self._set(chore, lease_until=now + LEASE)

    async def leave(self, chore: Chore, now: datetime) -> None:
        """Whoever claimed the chore ends before it is done: the next who asks goes on."""
        await self._set(chore, lease_until=now)

    async def end(self, chore: Chore, outcome: Outcome, details: str, now: datetime) -> None:
        """The chore that was claimed is over."""
        is_told = outcome not in NEWS
        await self._set(
            chore, lease_until=None, ended_at=now, outcome=outcome.value, details=details, is_told=is_told
        )  # fmt: skip

    async def change(self, chore: Chore, outcome: Outcome, details: str, now: datetime) -> bool:
        """Keep what is found of a chore that is looked at all the time; whether that is another thing than before."""
        insert = sqlite.insert(chores) if self._database.is_sqlite else postgresql.insert(chores)
        found = {"ended_at": now, "outcome": outcome.value, "details": details, "is_told": outcome not in NEWS}
        first = insert.values(name=chore.value, due_at=now, **found)
        other = update(chores).where(
            chores.c.name == chore.value, or_(chores.c.outcome.is_(None), chores.c.outcome != outcome.value)
        )
        async with self._database.begin() as connection:
            made = first.on_conflict_do_nothing().returning(chores.c.name)
            if (await connection.execute(made)).first() is not None:
                return True
            return (await connection.execute(other.values(**found))).rowcount == 1

    async def take_news(self) -> list[News]:
        """What admins were not told yet; whoever gets it here tells them, and nobody else."""
        query = update(chores).where(chores.c.is_told.is_(False)).values(is_told=True)
        async with self._database.begin() as connection:
            rows = (
                await connection.execute(query.returning(chores.c.name, chores.c.outcome, chores.c.details))
            ).all()  # fmt: skip
        return [News(Chore(row.name), Outcome(row.outcome), row.details or "") for row in rows]

    async def last_times(self) -> dict[Chore, LastTime]:
        """How each chore that has ever ended went."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(chores).where(chores.c.outcome.is_not(None)))).all()
        return {
            Chore(row.name): LastTime(row.begun_at, row.ended_at, Outcome(row.outcome), row.details or "")
            for row in rows
            if row.ended_at is not None
        }

    async def _set(self, chore: Chore, **values: object) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(chores).where(chores.c.name == chore.value).values(**values))
