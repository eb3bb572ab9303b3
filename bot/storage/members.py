"""Who is what: the settings' roles, overridden by what was granted in chat or by command."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.member import Address, Role, Roles
from bot.domain.role_change import RoleRefused, obstacle
from bot.storage import tables
from bot.storage.audit import lock, record
from bot.storage.database import Database

roles = tables.roles


@dataclass(frozen=True, slots=True)
class Member:
    """A person whose role was named. `granted_by` and `granted_at` are None where the settings name it."""

    person: Address
    role: Role
    granted_by: str | None = None
    granted_at: datetime | None = None


class Members:
    """Roles. They are looked up at each update, so a change counts at once, in every chat and every process."""

    def __init__(self, database: Database, by_settings: Roles) -> None:
        self._database = database
        self._by_settings = by_settings

    @property
    def owners_by_settings(self) -> frozenset[Address]:
        """Whose role only the settings can change."""
        return self._by_settings.owners

    async def role(self, person: Address) -> Role:
        """The present role; whoever is not named is a member."""
        async with self._database.begin() as connection:
            return await self._role(connection, person)

    async def named(self, lowest: Role = Role.BANNED) -> Sequence[Member]:
        """Everybody whose role was named and is `lowest` or higher, the highest first."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(roles))).all()
        found = {person: Member(person, self._by_settings.of(person)) for person in self._by_settings.named}
        for row in rows:
            person = Address.parse(row.person)
            if person not in self._by_settings.owners:
                found[person] = Member(person, Role[row.role], row.granted_by, row.granted_at)
        kept = (member for member in found.values() if member.role >= lowest)
        return sorted(kept, key=lambda member: (-member.role, member.person))

    async def change(self, person: Address, role: Role, by: Signature, asking: Address | None) -> Role:
        """Give `person` a role and return the one they had. `asking` is None at the terminal.

        Raises RoleRefused as the rule says; the role of who asks counts at this very moment. A role that the person
        has already is no change and no entry in the log.
        """
        async with self._database.begin() as connection:
            # Two changes at once are one after the other: who is demoted meanwhile grants nothing any more.
            await lock(connection)
            before = await self._role(connection, person)
            why = obstacle(
                None if asking is None else await self._role(connection, asking),
                before,
                role,
                is_self=person == asking,
                is_fixed=person in self._by_settings.owners,
            )
            if why is not None:
                raise RoleRefused(why, person, before, role)
            if before is role:
                return before
            values = {"role": role.name, "granted_by": by.actor, "granted_at": by.at}
            changed = await connection.execute(update(roles).where(roles.c.person == str(person)).values(values))
            if changed.rowcount == 0:
                await connection.execute(roles.insert().values(person=str(person), **values))
            await record(
                connection, by, "role.change", str(person), before=before.name.lower(), after=role.name.lower()
            )
        return before

    def role_given(self, person: Address, granted: str | None) -> Role:
        """The role of a person to whom the table of roles gives this one."""
        if granted is None or person in self._by_settings.owners:
            return self._by_settings.of(person)
        return Role[granted]

    async def _role(self, connection: AsyncConnection, person: Address) -> Role:
        found = await connection.execute(select(roles.c.role).where(roles.c.person == str(person)))
        return self.role_given(person, found.scalar_one_or_none())
