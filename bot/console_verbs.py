"""`wallflower console password`: a way into the console for who sits at the machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bot.domain.member import Address, Role
from bot.errors import Misconfigured, Refused
from bot.terminal import HomeOption, run_in, shown, signed_here
from bot.web.console.password import LEAST_CHARS, MOST_CHARS, hash_password

if TYPE_CHECKING:
    from bot.settings import Home, Settings

verbs = typer.Typer(help="Ways into the console (web.listen in the settings).", no_args_is_help=True)


@verbs.command()
def password(
    context: typer.Context,
    owner: Annotated[
        str, typer.Option("--as", metavar="OWNER", help="which owner it logs in; left out: the first of roles.owners")
    ] = "",
    remove: Annotated[bool, typer.Option("--remove", help="let no password log anybody in any more")] = False,
    home: HomeOption = None,
) -> None:
    """Set the owner's password for the console: asked for twice, or read from standard input. Only its hash is kept."""
    from bot import app as building
    from bot.serving import console_url
    from bot.storage.logins import Logins
    from bot.storage.members import Members

    async def work(found: Home, settings: Settings) -> None:
        if remove:
            async with building.opened(found, settings) as database:
                removed = await Logins(database).remove_password(signed_here())
            shown.print("no password logs anybody in any more" if removed else "no password was set")
            return
        person = Address.parse(owner) if owner else _first_owner(settings)
        async with building.opened(found, settings) as database:
            role = await Members(database, settings.roles.roles()).role(person)
            if role is not Role.OWNER:
                raise Refused(f"{person} is no owner: the password logs in an owner alone (wallflower role list)")
            chosen = _asked_for()
            await Logins(database).set_password(person, hash_password(chosen), signed_here())
        where = console_url(settings.web)
        shown.print(f"from now on it logs in {person}" + (f" at {where}/console/" if where else ""), soft_wrap=True)
        if not where:
            shown.print("the console is not served yet: set listen under [web] in wallflower.toml", soft_wrap=True)

    run_in(context, home, work)


def _first_owner(settings: Settings) -> Address:
    if not settings.roles.owners:
        raise Misconfigured(
            'nobody is an owner in the settings: put owners = ["telegram:NUMBER"] under [roles] in wallflower.toml'
        )
    return settings.roles.owners[0]


def _asked_for() -> str:
    """The new password, from a person or from a program. Raises Refused for one that is too easy to guess."""
    if sys.stdin.isatty():
        chosen = str(typer.prompt("new password", hide_input=True, confirmation_prompt="once more"))
    else:
        chosen = sys.stdin.readline().rstrip("\r\n")
    if not LEAST_CHARS <= len(chosen) <= MOST_CHARS:
        raise Refused(f"a password needs {LEAST_CHARS} to {MOST_CHARS} characters: several words are easy to remember")
    if len(set(chosen)) < LEAST_CHARS // 2:
        raise Refused("this password repeats itself: several words are easy to remember and hard to guess")
    return chosen
