"""How often the bot answers in a group unasked."""

from sqlalchemy import delete, select, update

from bot.domain.audit import Signature
from bot.domain.member import Address
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database

chances = tables.chances


class Chances:
    """Queries on chances, in percent of messages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def percent(self, chat: Address) -> float:
        """0 where nobody asked for it."""
        query = select(chances.c.percent).where(chances.c.chat == str(chat))
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none() or 0.0

    async def set(self, chat: Address, percent: float, by: Signature) -> None:
        """Answer so many percent of a group's messages from now on."""
        here = chances.c.chat == str(chat)
        async with self._database.begin() as connection:
            if percent:
                changed = await connection.execute(update(chances).where(here).values(percent=percent))
                if changed.rowcount == 0:
                    await connection.execute(chances.insert().values(chat=str(chat), percent=percent))
            else:
                await connection.execute(delete(chances).where(here))
            await record(connection, by, "chat.chance", f"chat:{chat}", percent=percent)
