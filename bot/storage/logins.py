"""What lets people log in to the console: links of one use, the owner's password, and logins that were used up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.domain.audit import Signature
from bot.domain.member import Address
from bot.domain.session import LoginWay
from bot.domain.token import hashed, new_token
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database

links, spent, passwords = tables.console_links, tables.console_spent, tables.console_passwords

LINK_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class StoredPassword:
    """Whom the password logs in, and its hash as `bot.web.console.password` writes it."""

    person: Address
    hash: str


class Logins:
    """Queries on what logs people in. Only hashes are stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def make_link(self, person: Address, now: datetime) -> str:
        """The token of a link that logs `person` in once, within LINK_LASTS. An older one of theirs is good no more."""
        token = new_token()
        async with self._database.begin() as connection:
            over = (links.c.person == str(person)) | (links.c.made_at <= now - LINK_LASTS)
            await connection.execute(delete(links).where(over))
            await connection.execute(links.insert().values(person=str(person), hash=hashed(token), made_at=now))
        return token

    async def whose_link(self, token: str, now: datetime) -> Address | None:
        """Whom a link would log in; it stays good."""
        query = select(links.c.person).where(links.c.hash == hashed(token), links.c.made_at > now - LINK_LASTS)
        async with self._database.begin() as connection:
            found = (await connection.execute(query)).scalar_one_or_none()
        return None if found is None else Address.parse(found)

    async def use_link(self, token: str, now: datetime) -> Address | None:
        """Use a link up; None if it is not good (any more). Of two who use it at once one gets None."""
        query = delete(links).where(links.c.hash == hashed(token)).returning(links.c.person, links.c.made_at)
        async with self._database.begin() as connection:
            found = (await connection.execute(query)).one_or_none()
        return None if found is None or found.made_at <= now - LINK_LASTS else Address.parse(found.person)

    async def spend(self, proof: str, until: datetime, now: datetime) -> bool:
        """Use up a login that a platform has signed: False if it was used before. It need not be kept after `until`."""
        insert = sqlite_insert if self._database.is_sqlite else postgresql_insert
        query = insert(spent).values(hash=hashed(proof), until=until).on_conflict_do_nothing()
        async with self._database.begin() as connection:
            await connection.execute(delete(spent).where(spent.c.until <= now))
            return (await connection.execute(query)).rowcount > 0

    async def password(self) -> StoredPassword | None:
        """The password that is in force."""
        async with self._database.begin() as connection:
            found = (await connection.execute(select(passwords))).first()
        return None if found is None else StoredPassword(Address.parse(found.person), found.hash)

    async def set_password(self, person: Address, hash_: str, by: Signature) -> None:
        """Let one password log `person` in. Whoever is in by the one before is out."""
        async with self._database.begin() as connection:
            await connection.execute(delete(passwords))
            await connection.execute(passwords.insert().values(person=str(person), hash=hash_, set_at=by.at))
            sessions = tables.console_sessions
            await connection.execute(delete(sessions).where(sessions.c.way == LoginWay.PASSWORD.value))
            await record(connection, by, "console.password", str(person), state="set")

    async def remove_password(self, by: Signature) -> bool:
        """Let no password log anybody in, and end the sessions that one began; False if there was none."""
        async with self._database.begin() as connection:
            found = (await connection.execute(delete(passwords).returning(passwords.c.person))).first()
            if found is None:
                return False
            sessions = tables.console_sessions
            await connection.execute(delete(sessions).where(sessions.c.way == LoginWay.PASSWORD.value))
            await record(connection, by, "console.password", found.person, state="removed")
        return True
