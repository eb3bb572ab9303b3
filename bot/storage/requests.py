"""What members have asked for of late, counted against their limits: in all processes, and over a restart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.limits import Kind, Limits
from bot.domain.member import Address
from bot.storage import tables
from bot.storage.database import Database

requests = tables.requests

# One answer may count against the limit of a member and that of a group.
Charge = tuple[Address, Kind]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A limit that is reached. `is_told`: whether it was said in this window already."""

    who: Address
    kind: Kind
    wait: timedelta
    is_told: bool


class Requests:
    """Queries on requests."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits

    async def take(self, charges: Sequence[Charge], now: datetime, *, is_told_of: bool = True) -> Refusal | None:
        """Count a request against all of `charges`, or against none and return what is in the way.

        Where somebody `is_told_of` it the refusal is counted too: the next one within the window comes back as told.
        """
        async with self._database.begin() as connection:
            earlier = await self._earlier(connection, sorted({who for who, _ in charges}), now)
            waits = [(self._limits.of(kind).wait(earlier[who, kind], now), who, kind) for who, kind in charges]
            wait, who, kind = max(waits, key=lambda found: found[0])
            if not wait:
                await self._count(connection, charges, now)
                return None
            told = who, Kind.TOLD
            is_told = bool(self._limits.of(Kind.TOLD).wait(earlier[told], now))
            if is_told_of and not is_told:
                await self._count(connection, [told], now)
            return Refusal(who, kind, wait, is_told)

    async def wait(self, who: Address, kind: Kind, now: datetime) -> timedelta:
        """How long until a request is allowed; zero if it is allowed now. Counts nothing."""
        async with self._database.begin() as connection:
            return self._limits.of(kind).wait((await self._earlier(connection, [who], now))[who, kind], now)

    async def forget_before(self, instant: datetime) -> None:
        """Drop what counts no more."""
        async with self._database.begin() as connection:
            await connection.execute(delete(requests).where(requests.c.requested_at < instant))

    async def _earlier(
        self, connection: AsyncConnection, whom: Sequence[Address], now: datetime
    ) -> defaultdict[Charge, list[datetime]]:
        """The instants of what was asked for, and nobody else counts for these until the transaction ends."""
        if not self._database.is_sqlite:
            for who in whom:  # in one order everywhere: two who wait for each other would wait for ever
                await connection.execute(
                    text("SELECT pg_advisory_xact_lock(hashtextextended(:who, 0))"), {"who": f"requests {who}"}
                )
        since = now - max(self._limits.window, self._limits.unasked_gap)
        query = select(requests.c.member, requests.c.kind, requests.c.requested_at).where(
            requests.c.member.in_([str(who) for who in whom]), requests.c.requested_at > since
        )
        found: defaultdict[Charge, list[datetime]] = defaultdict(list)
        for row in await connection.execute(query):
            found[Address.parse(row.member), Kind(row.kind)].append(row.requested_at)
        return found

    @staticmethod
    async def _count(connection: AsyncConnection, charges: Sequence[Charge], now: datetime) -> None:
        rows = [{"member": str(who), "kind": kind.value, "requested_at": now} for who, kind in charges]
        await connection.execute(requests.insert(), rows)
