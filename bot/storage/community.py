"""What the bot remembers of its community: chats' languages, what admins turned, where it left off."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.member import Address
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database
from bot.storage.shared_trips import SharedTrips


class Community:
    """Queries on small things that are neither posts nor drafts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._controls = SharedTrips(database, self._turned)

    async def language(self, chat: Address) -> str | None:
        """The language that was chosen for a chat, or None."""
        query = select(tables.chats.c.language).where(tables.chats.c.chat == str(chat))
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def set_language(self, chat: Address, language: str, by: Signature | None = None) -> None:
        """Choose a chat's language. `by` is who did it where that is the moderators' right."""
        async with self._database.begin() as connection:
            await self._put(connection, "chats", "chat", str(chat), "language", language)
            await record(connection, by, "chat.language", f"chat:{chat}", language=language)

    async def control(self, name: str) -> str | None:
        """What an admin turned, or None where the settings hold."""
        return await self._controls.take(name)

    async def set_control(self, name: str, value: str, by: Signature | None = None) -> None:
        """Turn something: from now on this holds, and not the settings."""
        controls = tables.controls
        async with self._database.begin() as connection:
            before = await connection.execute(select(controls.c.value).where(controls.c.name == name))
            details = {"before": before.scalar_one_or_none(), "after": value}
            await self._put(connection, "controls", "name", name, "value", value)
            await record(connection, by, "control.turn", name, **details)

    async def cursor(self, name: str) -> str | None:
        """What was remembered under this name, or None."""
        query = select(tables.cursors.c.value).where(tables.cursors.c.name == name)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def set_cursor(self, name: str, value: str) -> None:
        """Remember where a stream of updates was left, or which message is a notice."""
        async with self._database.begin() as connection:
            await self._put(connection, "cursors", "name", name, "value", value)

    async def _turned(self, connection: AsyncConnection, names: list[str]) -> Sequence[str | None]:
        controls = tables.controls.c
        query = select(controls.name, controls.value).where(controls.name.in_(set(names)))
        turned = {row.name: row.value for row in await connection.execute(query)}
        return [turned.get(name) for name in names]

    @staticmethod
    async def _put(
        connection: AsyncConnection, table_name: str, key_name: str, key: str, value_name: str, value: str
    ) -> None:
        table = tables.metadata.tables[table_name]
        changed = await connection.execute(update(table).where(table.c[key_name] == key).values({value_name: value}))
        if changed.rowcount == 0:
            await connection.execute(table.insert().values({key_name: key, value_name: value}))
