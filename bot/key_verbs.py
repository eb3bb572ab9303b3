"""`wallflower key add | list | revoke`: keys of programs that ask over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.errors import Refused
from bot.terminal import HomeOption, print_json, run_in, shown, signed_here
from bot.web.callers import hashed, is_key_name, new_key

if TYPE_CHECKING:
    from bot.settings import Home, Settings

verbs = typer.Typer(help="Keys of programs that ask over HTTP (web.listen in the settings).", no_args_is_help=True)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="what you call the program: letters, digits, . _ -")]


@verbs.command()
def add(context: typer.Context, name: _Name, home: HomeOption = None) -> None:
    """Make a key and print it, this once: only its hash is kept."""
    from bot import app as building
    from bot.storage.api_keys import ApiKeys

    async def work(found: Home, settings: Settings) -> None:
        if not is_key_name(name):
            raise Refused("a key's name has 1 to 40 of A-Z, a-z, 0-9, full stop, _ and -, the first no sign")
        key = new_key()
        async with building.opened(found, settings) as database:
            await ApiKeys(database).add(name, hashed(key), signed_here())
        shown.print(key, soft_wrap=True)

    run_in(context, home, work)


@verbs.command("list")
def list_(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON array instead of a table")] = False,
    home: HomeOption = None,
) -> None:
    """Show the keys' names and since when they are in force."""
    from bot import app as building
    from bot.storage.api_keys import ApiKeys

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            keys = await ApiKeys(database).all()
        if as_json:
            print_json([{"name": key.name, "made_at": key.made_at.isoformat(timespec="seconds")} for key in keys])
            return
        printed = Table("key", "since (UTC)")
        for key in keys:
            printed.add_row(key.name, f"{key.made_at:%Y-%m-%d %H:%M}")
        shown.print(printed)

    run_in(context, home, work)


@verbs.command()
def revoke(context: typer.Context, name: _Name, home: HomeOption = None) -> None:
    """Let a key be in force no more; a running bot knows at once."""
    from bot import app as building
    from bot.storage.api_keys import ApiKeys

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            if not await ApiKeys(database).revoke(name, signed_here()):
                raise Refused(f"there is no key named {name}: `wallflower key list` shows all")
        shown.print(f"the key {name} is in force no more")

    run_in(context, home, work)
