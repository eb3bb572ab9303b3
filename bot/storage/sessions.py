"""Who is logged in to the console. A session is found by the hash of its token; the token itself is never stored."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.member import Address
from bot.domain.session import IDLE, LONGEST, LoginWay, Session
from bot.domain.token import hashed, new_token
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database

sessions = tables.console_sessions

# How exactly it is known when somebody was last there: a page that looks for news every few seconds writes seldom.
_SEEN_WITHIN = timedelta(minutes=1)

# Of one person; a login beyond it ends the one that was used longest ago.
_MOST = 20


class Sessions:
    """Queries on sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, person: Address, way: LoginWay, device: str, now: datetime) -> str:
        """Log somebody in; returns the token that their browser shows from now on."""
        token = new_token()
        async with self._database.begin() as connection:
            await self._tidy(connection, person, now)
            await connection.execute(
                sessions.insert().values(
                    hash=hashed(token), person=str(person), way=way.value, device=device, began_at=now, seen_at=now
                )
            )
            await record(connection, Signature(str(person), now), "console.login", str(person), way=way.value)
        return token

    async def find(self, token: str, now: datetime) -> Session | None:
        """The session of a token, which counts as seen now; None if there is none or it is over."""
        async with self._database.begin() as connection:
            row = (await connection.execute(select(sessions).where(sessions.c.hash == hashed(token)))).one_or_none()
            if row is None:
                return None
            session = _session(row)
            if session.is_over(now):
                await connection.execute(delete(sessions).where(sessions.c.id == session.id))
                return None
            if now - session.seen_at >= _SEEN_WITHIN:
                await connection.execute(update(sessions).where(sessions.c.id == session.id).values(seen_at=now))
        return session

    async def of(self, person: Address, now: datetime) -> Sequence[Session]:
        """A person's sessions that are not over, the one that was used last first."""
        query = select(sessions).where(sessions.c.person == str(person)).order_by(sessions.c.seen_at.desc())
        async with self._database.begin() as connection:
            found = [_session(row) for row in await connection.execute(query)]
        return [session for session in found if not session.is_over(now)]

    async def choose_language(self, session_id: int, language: str) -> None:
        """Show the console in this language in this session."""
        async with self._database.begin() as connection:
            await connection.execute(update(sessions).where(sessions.c.id == session_id).values(language=language))

    async def end(self, session_id: int, person: Address) -> bool:
        """Log out; False if the person has no such session."""
        query = delete(sessions).where(sessions.c.id == session_id, sessions.c.person == str(person))
        async with self._database.begin() as connection:
            return (await connection.execute(query)).rowcount > 0

    async def end_all(self, person: Address, by: Signature) -> int:
        """Log a person out everywhere; returns how many sessions that ended."""
        async with self._database.begin() as connection:
            ended = (await connection.execute(delete(sessions).where(sessions.c.person == str(person)))).rowcount
            await record(connection, by, "console.logout", str(person), sessions=ended)
        return ended

    @staticmethod
    async def _tidy(connection: AsyncConnection, person: Address, now: datetime) -> None:
        over = or_(sessions.c.seen_at <= now - IDLE, sessions.c.began_at <= now - LONGEST)
        await connection.execute(delete(sessions).where(over))
        theirs = select(sessions.c.id).where(sessions.c.person == str(person)).order_by(sessions.c.seen_at.desc())
        too_many = (await connection.execute(theirs.offset(_MOST - 1))).scalars().all()
        if too_many:
            await connection.execute(delete(sessions).where(sessions.c.id.in_(too_many)))


def _session(row: Row[Any]) -> Session:
    return Session(
        row.id, Address.parse(row.person), LoginWay(row.way), row.device, row.language, row.began_at, row.seen_at
    )
