"""What the bot remembers of its community: chats' languages, members' requests, open questions, what admins turned."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.limits import Limit
from bot.domain.member import Address
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database

_QUESTION_LIVES = timedelta(hours=1)


class Community:
    """Queries on small things that are neither posts nor drafts."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    async def request(self, member: Address, limit: Limit, now: datetime) -> timedelta:
        """Count a request against a member's limit: zero if it is allowed (and counted), else how long to wait."""
        requests = tables.requests
        mine = requests.c.member == str(member)
        async with self._database.begin() as connection:
            await connection.execute(delete(requests).where(mine, requests.c.requested_at <= now - limit.window))
            earlier = (await connection.execute(select(requests.c.requested_at).where(mine))).scalars().all()
            wait = limit.wait(earlier, now)
            if not wait:
                await connection.execute(requests.insert().values(member=str(member), requested_at=now))
        return wait

    async def ask(self, chat: Address, person: Address, draft_id: int, now: datetime) -> None:
        """The person's next message in this chat is the new text of a draft."""
        questions = tables.questions
        async with self._database.begin() as connection:
            await connection.execute(delete(questions).where(*self._question(chat, person)))
            await connection.execute(
                questions.insert().values(chat=str(chat), person=str(person), draft_id=draft_id, asked_at=now)
            )

    async def asked(self, chat: Address, person: Address, now: datetime) -> int | None:
        """The draft that the person was asked about within the last hour, or None."""
        questions = tables.questions
        fresh = questions.c.asked_at > now - _QUESTION_LIVES
        query = select(questions.c.draft_id).where(*self._question(chat, person), fresh)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def stop_asking(self, chat: Address, person: Address) -> None:
        """The question is answered or dropped."""
        async with self._database.begin() as connection:
            await connection.execute(delete(tables.questions).where(*self._question(chat, person)))

    async def control(self, name: str) -> str | None:
        """What an admin turned, or None where the settings hold."""
        query = select(tables.controls.c.value).where(tables.controls.c.name == name)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def set_control(self, name: str, value: str | None, by: Signature | None = None) -> None:
        """Turn something, or with None give it back to the settings."""
        controls = tables.controls
        async with self._database.begin() as connection:
            before = await connection.execute(select(controls.c.value).where(controls.c.name == name))
            details = {"before": before.scalar_one_or_none(), "after": value}
            if value is not None:
                await self._put(connection, "controls", "name", name, "value", value)
            else:
                await connection.execute(delete(controls).where(controls.c.name == name))
            await record(connection, by, "control.turn", name, **details)

    async def cursor(self, name: str) -> str | None:
        """Where a stream of updates was left, or None."""
        query = select(tables.cursors.c.value).where(tables.cursors.c.name == name)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def set_cursor(self, name: str, value: str) -> None:
        """Remember where a stream of updates was left."""
        async with self._database.begin() as connection:
            await self._put(connection, "cursors", "name", name, "value", value)

    @staticmethod
    async def _put(
        connection: AsyncConnection, table_name: str, key_name: str, key: str, value_name: str, value: str
    ) -> None:
        table = tables.metadata.tables[table_name]
        changed = await connection.execute(update(table).where(table.c[key_name] == key).values({value_name: value}))
        if changed.rowcount == 0:
            await connection.execute(table.insert().values({key_name: key, value_name: value}))

    @staticmethod
    def _question(chat: Address, person: Address) -> tuple[ColumnElement[bool], ...]:
        return tables.questions.c.chat == str(chat), tables.questions.c.person == str(person)
