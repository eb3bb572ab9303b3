"""Keys of programs that ask over HTTP. Only hashes come here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from bot.domain.audit import Signature
from bot.errors import Refused
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database

keys = tables.api_keys


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key: what its owner calls it, and since when it is in force."""

    name: str
    made_at: datetime


class ApiKeys:
    """Queries on keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, name: str, hash_: str, by: Signature) -> None:
        """Let a key be in force. Raises Refused for a name that is taken."""
        try:
            async with self._database.begin() as connection:
                await connection.execute(keys.insert().values(name=name, hash=hash_, made_at=by.at))
                await record(connection, by, "key.add", f"key:{name}")
        except IntegrityError as error:
            raise Refused(f"there is a key named {name} already: revoke it first, or choose another name") from error

    async def name_of(self, hash_: str) -> str | None:
        """The name of the key with this hash, or None if none is in force."""
        query = select(keys.c.name).where(keys.c.hash == hash_)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def all(self) -> list[ApiKey]:
        """Those in force, by name."""
        async with self._database.begin() as connection:
            rows = await connection.execute(select(keys.c.name, keys.c.made_at).order_by(keys.c.name))
            return [ApiKey(row.name, row.made_at) for row in rows]

    async def revoke(self, name: str, by: Signature) -> bool:
        """Let a key be in force no more, at once; False if there is none of that name."""
        async with self._database.begin() as connection:
            query = delete(keys).where(keys.c.name == name).returning(keys.c.name)
            if (await connection.execute(query)).first() is None:
                return False
            await record(connection, by, "key.revoke", f"key:{name}")
        return True
