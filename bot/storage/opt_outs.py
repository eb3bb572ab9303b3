"""Who said no: nothing of theirs is stored or learned from, whatever is scraped or imported later."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.forgotten import OptOut
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database
from bot.storage.shared_trips import SharedTrips

opt_outs = tables.opt_outs
phrases = tables.forgotten_phrases

_WINDOW_BYTES = 8


class OptOuts:
    """Queries on opt-outs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stamps = SharedTrips(database, self._stamp)

    async def authors(self) -> frozenset[str]:
        """The hashes of all names of all who said no."""
        async with self._database.begin() as connection:
            return frozenset((await connection.execute(select(opt_outs.c.author_hash))).scalars())

    async def all(self) -> list[OptOut]:
        """Everybody who said no, the latest last."""
        taken_down = select(tables.publications.c.draft_id).where(tables.publications.c.taken_down_at.is_not(None))
        async with self._database.begin() as connection:
            rows = (
                await connection.execute(
                    select(opt_outs.c.person_hash, func.min(opt_outs.c.opted_out_at).label("at"))
                    .group_by(opt_outs.c.person_hash)
                    .order_by("at")
                )
            ).all()
            kept = {row.person_hash: row for row in (await connection.execute(select(phrases))).all()}
            gone = set((await connection.execute(taken_down)).scalars())
        return [
            OptOut(
                row.person_hash,
                row.at,
                kept[row.person_hash].posts if row.person_hash in kept else 0,
                len(kept[row.person_hash].windows) // _WINDOW_BYTES if row.person_hash in kept else 0,
                tuple(draft for draft in numbers(kept[row.person_hash].published) if draft not in gone)
                if row.person_hash in kept
                else (),
            )
            for row in rows
        ]

    async def since(self, person_hash: str) -> datetime | None:
        """When a person said no, or None."""
        query = select(func.min(opt_outs.c.opted_out_at)).where(opt_outs.c.person_hash == person_hash)
        async with self._database.begin() as connection:
            since: datetime | None = (await connection.execute(query)).scalar_one()
        return since

    async def lift(self, person_hash: str, by: Signature) -> bool:
        """The person agrees again; False if they had not said no.

        Their posts come back with the next full scrape. What is needed to recognise the phrases of the old ones goes.
        """
        async with self._database.begin() as connection:
            await connection.execute(delete(phrases).where(phrases.c.person_hash == person_hash))
            lifted = delete(opt_outs).where(opt_outs.c.person_hash == person_hash).returning(opt_outs.c.author_hash)
            if not (await connection.execute(lifted)).all():
                return False
            await record(connection, by, "author.remember", by.actor)
        return True

    async def phrases(self) -> list[tuple[bytes, bytes]]:
        """Windows and openings of everybody who was forgotten, packed (`bot.flow.phrases`)."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(phrases.c.windows, phrases.c.openings))).all()
        return [(row.windows, row.openings) for row in rows]

    async def phrases_stamp(self) -> tuple[int, int]:
        """Changes whenever `phrases` gives something else."""
        return await self._stamps.take(None)

    async def drop_phrases(self) -> None:
        """Keep the opt-outs, and nothing any more by which forgotten phrases could be recognised."""
        async with self._database.begin() as connection:
            await connection.execute(delete(phrases))

    async def _stamp(self, connection: AsyncConnection, askers: list[None]) -> Sequence[tuple[int, int]]:
        query = select(func.count(), func.coalesce(func.sum(func.length(phrases.c.windows)), 0))
        count, size = (await connection.execute(query)).one()
        return [(int(count), int(size))] * len(askers)


async def keep_opt_outs_still(connection: AsyncConnection) -> None:
    """Until this transaction ends nobody says no: who stores posts and looks first has seen the truth.

    On SQLite a transaction that writes is alone anyway.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE opt_outs IN SHARE MODE"))


async def opted_out_of(connection: AsyncConnection, authors: Iterable[str]) -> frozenset[str]:
    """Those of these hashes, at most some thousands, whose authors said no."""
    query = select(opt_outs.c.author_hash).where(opt_outs.c.author_hash.in_(set(authors)))
    return frozenset((await connection.execute(query)).scalars())


async def opt_out(
    connection: AsyncConnection, person_hash: str, author_hashes: Iterable[str], now: datetime, *, is_sqlite: bool
) -> bool:
    """Remember that a person said no; False if every name of theirs was known already."""
    insert = sqlite.insert(opt_outs) if is_sqlite else postgresql.insert(opt_outs)
    rows = [{"author_hash": each, "person_hash": person_hash, "opted_out_at": now} for each in sorted(author_hashes)]
    query = insert.values(rows).on_conflict_do_nothing().returning(opt_outs.c.author_hash)
    return bool((await connection.execute(query)).all())


def is_welcome() -> ColumnElement[bool]:
    """The condition on posts that their author did not say no."""
    author = tables.posts.c.author_hash
    return or_(author.is_(None), author.not_in(select(opt_outs.c.author_hash)))


def numbers(listed: str) -> tuple[int, ...]:
    """Numbers that were stored parted by spaces."""
    return tuple(map(int, listed.split()))
