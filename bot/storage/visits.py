"""What must be known of a person and a chat before anything is answered there, in one look."""

from dataclasses import dataclass

from sqlalchemy import select

from bot.domain.member import Address, Role
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.members import Members


@dataclass(frozen=True, slots=True)
class Visit:
    """`language` is what was chosen for the chat, if anything; `percent` how often it is answered there unasked."""

    role: Role
    language: str | None
    percent: float


class Visits:
    """One transaction where each of these would cost one: there is a visit for every update."""

    def __init__(self, database: Database, members: Members) -> None:
        self._database = database
        self._members = members

    async def of(self, person: Address, chat: Address) -> Visit:
        """As things stand at this moment, in whichever process they were changed."""
        roles, chats, chances = tables.roles.c, tables.chats.c, tables.chances.c
        query = select(
            select(roles.role).where(roles.person == str(person)).scalar_subquery().label("role"),
            select(chats.language).where(chats.chat == str(chat)).scalar_subquery().label("language"),
            select(chances.percent).where(chances.chat == str(chat)).scalar_subquery().label("percent"),
        )
        async with self._database.begin() as connection:
            found = (await connection.execute(query)).one()
        return Visit(self._members.role_given(person, found.role), found.language, found.percent or 0.0)
