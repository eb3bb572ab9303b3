"""What must be known of a person and a chat before anything is answered there, in one look."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Float, String, cast, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.member import Address, Role
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.members import Members
from bot.storage.shared_trips import SharedTrips


@dataclass(frozen=True, slots=True)
class Visit:
    """`language` is what was chosen for the chat, if anything; `percent` how often it is answered there unasked."""

    role: Role
    language: str | None
    percent: float


class Visits:
    """One look where each of these would cost one: there is a visit for every update."""

    def __init__(self, database: Database, members: Members) -> None:
        self._members = members
        self._trips = SharedTrips(database, self._look)

    async def of(self, person: Address, chat: Address) -> Visit:
        """As things stand at this moment, in whichever process they were changed."""
        return await self._trips.take((person, chat))

    async def _look(self, connection: AsyncConnection, visits: list[tuple[Address, Address]]) -> Sequence[Visit]:
        roles, chats, chances = tables.roles.c, tables.chats.c, tables.chances.c
        people, places = {str(person) for person, _ in visits}, {str(chat) for _, chat in visits}
        no_text, no_number = cast(null(), String), cast(null(), Float)
        query = union_all(
            select(roles.person.label("name"), roles.role, no_text.label("language"), no_number.label("percent")).where(
                roles.person.in_(people)
            ),
            select(chats.chat, no_text, chats.language, no_number).where(chats.chat.in_(places)),
            select(chances.chat, no_text, no_text, chances.percent).where(chances.chat.in_(places)),
        )
        rows = (await connection.execute(query)).all()
        granted = {row.name: row.role for row in rows if row.role is not None}
        languages = {row.name: row.language for row in rows if row.language is not None}
        percents = {row.name: row.percent for row in rows if row.percent is not None}
        return [
            Visit(
                self._members.role_given(person, granted.get(str(person))),
                languages.get(str(chat)),
                percents.get(str(chat), 0.0),
            )
            for person, chat in visits
        ]
