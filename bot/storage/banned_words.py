"""Words that moderators banned in chat; they count beside those of the settings, in every process on this database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.errors import Refused
from bot.storage import tables
from bot.storage.audit import lock, record
from bot.storage.database import Database
from bot.storage.shared_trips import SharedTrips

words = tables.banned_words


@dataclass(frozen=True, slots=True)
class BannedWord:
    """A word that was banned in chat, by whom and when."""

    word: str
    banned_by: str
    banned_at: datetime


class BannedWords:
    """Queries on banned words. A word comes in its plain form: see `ports.WordFinder`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looks = SharedTrips(database, self._all)

    async def all(self) -> tuple[str, ...]:
        """The words, by the alphabet."""
        return await self._looks.take(None)

    async def bans(self) -> list[BannedWord]:
        """The words by the alphabet, with who banned them."""
        query = select(words)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return sorted((BannedWord(row.word, row.banned_by, row.banned_at) for row in rows), key=lambda one: one.word)

    async def ban(self, word: str, most: int, by: Signature) -> bool:
        """False if it is banned already. Raises Refused when there are `most` words."""
        insert = sqlite.insert(words) if self._database.is_sqlite else postgresql.insert(words)
        query = insert.values(word=word, banned_by=by.actor, banned_at=by.at).on_conflict_do_nothing()
        async with self._database.begin() as connection:
            # Of two bans at once the second counts the first: the audit log's lock is taken anyway, a little later.
            await lock(connection)
            # Not `rowcount`: psycopg leaves it at -1 for an insert that SQLAlchemy sends.
            if (await connection.execute(query.returning(words.c.word))).first() is None:
                return False
            if (await connection.execute(select(func.count()).select_from(words))).scalar_one() > most:
                raise Refused(f"at most {most} words can be banned in chat: lift one first")
            await record(connection, by, "word.ban", "words", word=word)
        return True

    async def lift(self, word: str, by: Signature) -> bool:
        """The word may be written again; False if it was not banned in chat."""
        async with self._database.begin() as connection:
            query = delete(words).where(words.c.word == word).returning(words.c.word)
            if (await connection.execute(query)).first() is None:
                return False
            await record(connection, by, "word.lift", "words", word=word)
        return True

    async def _all(self, connection: AsyncConnection, askers: list[None]) -> Sequence[tuple[str, ...]]:
        found = (await connection.execute(select(words.c.word))).scalars().all()
        return [tuple(sorted(found))] * len(askers)
