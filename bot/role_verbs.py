"""`wallflower role list | grant | revoke`: who may do what, for whoever has the machine."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.domain.member import Address, Role
from bot.errors import Refused
from bot.terminal import HomeOption, print_json, run_in, shown, signed_here

if TYPE_CHECKING:
    from bot.settings import Home, Settings

verbs = typer.Typer(help="List, grant and revoke roles; a running bot knows at once.", no_args_is_help=True)


class _RoleName(StrEnum):
    """A role as it is typed."""

    OWNER = "owner"
    ADMIN = "admin"
    MODERATOR = "moderator"
    MEMBER = "member"
    BANNED = "banned"


_Person = Annotated[str, typer.Argument(metavar="PERSON", help="telegram:NUMBER or vk:NUMBER")]


@verbs.command("list")
def list_(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON array instead of a table")] = False,
    home: HomeOption = None,
) -> None:
    """Show everybody whose role is named in the settings or was granted."""
    from bot import app as building
    from bot.storage.members import Members

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            named = await Members(database, settings.roles.roles()).named()
        rows = [
            {
                "person": str(member.person),
                "role": member.role.name.lower(),
                "granted_by": member.granted_by,
                "granted_at": None if member.granted_at is None else member.granted_at.isoformat(timespec="seconds"),
            }
            for member in named
        ]
        if as_json:
            print_json(rows)
            return
        printed = Table("person", "role", "by", "since (UTC)")
        for member in named:
            since = "" if member.granted_at is None else f"{member.granted_at:%Y-%m-%d %H:%M}"
            printed.add_row(str(member.person), member.role.name.lower(), member.granted_by or "the settings", since)
        shown.print(printed)

    run_in(context, home, work)


@verbs.command()
def grant(
    context: typer.Context,
    person: _Person,
    role: Annotated[_RoleName, typer.Argument(help="the person's role from now on")],
    home: HomeOption = None,
) -> None:
    """Give a person a role."""
    _change(context, home, person, Role[role.name])


@verbs.command()
def revoke(context: typer.Context, person: _Person, home: HomeOption = None) -> None:
    """Make a person a plain member, also one who was banned."""
    _change(context, home, person, Role.MEMBER)


def _change(context: typer.Context, home: HomeOption, person: str, role: Role) -> None:
    from bot import app as building
    from bot.storage.members import Members

    async def work(found: Home, settings: Settings) -> None:
        address = Address.parse(person)
        if not address.is_person:
            raise Refused(f"{address} is a group: roles are for people")
        async with building.opened(found, settings) as database:
            before = await Members(database, settings.roles.roles()).change(address, role, signed_here(), None)
        name = role.name.lower()
        shown.print(f"{address} is {name} already" if before is role else f"{address}: {before.name.lower()} → {name}")

    run_in(context, home, work)
