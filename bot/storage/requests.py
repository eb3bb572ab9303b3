"""What members have asked for of late, counted against their limits: in all processes, and over a restart."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.limits import Kind, Limits
from bot.domain.member import Address
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.hours import hour
from bot.storage.shared_trips import SharedTrips

requests = tables.requests

# In the order that is given, and that is one everywhere: two who wait for each other would wait for ever.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(who, 0)) FROM unnest(CAST(:whom AS text[])) AS who")

# Of two processes that tidy at once one counts; any number that no other lock of ours has.
_FOLDING = 4_711_2019

# What is counted for good: each request once. A group's requests are its members', and refusals are none.
COUNTED_KINDS = tuple(kind.value for kind in (Kind.MEME, Kind.COMMAND, Kind.PRESS, Kind.UNASKED))

# One answer may count against the limit of a member and that of a group.
Charge = tuple[Address, Kind]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A limit that is reached. `is_told`: whether it was said in this window already."""

    who: Address
    kind: Kind
    wait: timedelta
    is_told: bool


@dataclass(frozen=True, slots=True)
class _Wish:
    """A request that is to be counted, unless a limit is in the way."""

    charges: Sequence[Charge]
    now: datetime
    is_told_of: bool


class Requests:
    """Queries on requests."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits
        self._trips = SharedTrips(database, self._take)

    async def take(self, charges: Sequence[Charge], now: datetime, *, is_told_of: bool = True) -> Refusal | None:
        """Count a request against all of `charges`, or against none and return what is in the way.

        What counts as several is charged several times.

        Where somebody `is_told_of` it the refusal is counted too: the next one of its kind in the window comes back as
        told.
        """
        return await self._trips.take(_Wish(charges, now, is_told_of))

    async def wait(self, who: Address, kind: Kind, now: datetime) -> timedelta:
        """How long until a request is allowed; zero if it is allowed now. Counts nothing."""
        async with self._database.begin() as connection:
            return self._limits.of(kind).wait((await self._earlier(connection, [who], [kind], now))[who, kind], now)

    async def forget_before(self, instant: datetime) -> None:
        """Drop what counts against no limit any more; how many of which kind there were is kept, by the hour."""
        activity, old = tables.activity, requests.c.requested_at < instant
        async with self._database.begin() as connection:
            if not self._database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _FOLDING})
            named = hour(requests.c.requested_at, connection).label("hour")
            counted = (
                select(named, requests.c.kind, func.count())
                .where(old, requests.c.kind.in_(COUNTED_KINDS))
                .group_by(named, requests.c.kind)
            )
            insert = sqlite.insert(activity) if self._database.is_sqlite else postgresql.insert(activity)
            query = insert.from_select(["hour", "kind", "count"], counted)
            added = {"count": activity.c.count + query.excluded["count"]}
            await connection.execute(query.on_conflict_do_update(index_elements=["hour", "kind"], set_=added))
            await connection.execute(delete(requests).where(old))

    async def _take(self, connection: AsyncConnection, wishes: list[_Wish]) -> list[Refusal | None]:
        """One after the other: what one is granted counts for the next."""
        whom = {who for wish in wishes for who, _ in wish.charges}
        kinds = {kind for wish in wishes for _, kind in wish.charges}
        earlier = await self._earlier(connection, whom, kinds, min(wish.now for wish in wishes))
        granted: list[tuple[Charge, datetime]] = []
        refusals = [self._refusal(wish, earlier, granted) for wish in wishes]
        if granted:
            rows = [{"member": str(who), "kind": kind.value, "requested_at": at} for (who, kind), at in granted]
            await connection.execute(requests.insert(), rows)
        return refusals

    def _refusal(
        self, wish: _Wish, earlier: defaultdict[Charge, list[datetime]], granted: list[tuple[Charge, datetime]]
    ) -> Refusal | None:
        """What is in the way of a wish; what it is granted is added to `earlier` and `granted`."""
        waits = [
            (self._limits.of(kind).wait(earlier[who, kind], wish.now, times), who, kind)
            for (who, kind), times in Counter(wish.charges).items()
        ]
        wait, who, kind = max(waits, key=lambda found: found[0])
        told = who, kind.told
        is_told = bool(wait) and bool(self._limits.of(kind.told).wait(earlier[told], wish.now))
        counted = wish.charges if not wait else [told] if wish.is_told_of and not is_told else []
        for charge in counted:
            earlier[charge].append(wish.now)
            granted.append((charge, wish.now))
        return Refusal(who, kind, wait, is_told) if wait else None

    async def _earlier(
        self, connection: AsyncConnection, whom: Collection[Address], kinds: Collection[Kind], now: datetime
    ) -> defaultdict[Charge, list[datetime]]:
        """The instants of what was asked for and told, and nobody else counts for these until the transaction ends."""
        members = sorted(str(who) for who in whom)
        if not self._database.is_sqlite:
            await connection.execute(_LOCK, {"whom": [f"requests {member}" for member in members]})
        since = now - max(self._limits.window, self._limits.unasked_gap)
        query = select(requests.c.member, requests.c.kind, requests.c.requested_at).where(
            requests.c.member.in_(members),
            requests.c.kind.in_({each.value for kind in kinds for each in (kind, kind.told)}),
            requests.c.requested_at > since,
        )
        found: defaultdict[Charge, list[datetime]] = defaultdict(list)
        for row in await connection.execute(query):
            found[Address.parse(row.member), Kind(row.kind)].append(row.requested_at)
        return found
