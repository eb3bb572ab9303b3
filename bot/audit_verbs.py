"""`wallflower audit` shows the audit log; `wallflower audit verify` checks its chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column, Table

from bot.domain.audit import BEFORE_THE_FIRST
from bot.terminal import HomeOption, print_json, run_in, said, shown

if TYPE_CHECKING:
    from bot.settings import Home, Settings

verbs = typer.Typer(help="Show who did what; `audit verify` checks that nobody changed the log.")

# The log is broken: unlike a mistake of who typed the command.
BROKEN = 1


@verbs.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    last: Annotated[int, typer.Option("--last", min=1, max=100_000, help="how many entries")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON array with the hashes instead of a table")] = False,
    home: HomeOption = None,
) -> None:
    """Show the last entries of the audit log, oldest first."""
    from bot import app as building
    from bot.storage.audit import AuditLog

    if context.invoked_subcommand is not None:
        if home is not None:
            context.obj = home
        return

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            entries = await AuditLog(database).last(last)
        if as_json:
            print_json(
                [
                    {
                        "sequence": entry.sequence,
                        "at": entry.at,
                        "actor": entry.actor,
                        "action": entry.action,
                        "object": entry.object,
                        "details": entry.details,
                        "previous": entry.previous,
                        "hash": entry.hash,
                    }
                    for entry in entries
                ]
            )
            return
        # Folded, not cut: half an address names nobody.
        printed = Table("", "at (UTC)", *(Column(name, overflow="fold") for name in ("who", "did", "to", "details")))
        for entry in entries:
            details = "" if entry.details == "{}" else entry.details
            at = entry.at[:19].replace("T", " ")
            printed.add_row(str(entry.sequence), at, entry.actor, entry.action, entry.object, details)
        shown.print(printed)

    run_in(context, home, work)


@verbs.command()
def verify(
    context: typer.Context,
    head: Annotated[
        str | None, typer.Option(help="a head that was printed earlier and kept elsewhere: is it still in the log?")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Check the chain and print its head; exit code 1 and the first broken entry if somebody changed the log."""
    from bot import app as building
    from bot.storage.audit import AuditLog

    async def work(found: Home, settings: Settings) -> None:
        async with building.opened(found, settings) as database:
            log = AuditLog(database)
            whole, broken = await log.verify()
            is_held = head is None or head == BEFORE_THE_FIRST or await log.holds(head)
        if broken is not None:
            said.print(f"wallflower: entry {broken.sequence} is broken: {broken.why}", style="red", soft_wrap=True)
            raise typer.Exit(BROKEN)
        if not is_held:
            said.print(
                f"wallflower: no entry has the hash {head}: the log was cut off at its end, or written anew",
                style="red",
                soft_wrap=True,
            )
            raise typer.Exit(BROKEN)
        count = 0 if whole is None else whole.sequence
        shown.print(f"{count} entries, none changed, removed, inserted or moved", soft_wrap=True)
        shown.print(f"head: {BEFORE_THE_FIRST if whole is None else whole.hash}", soft_wrap=True)

    run_in(context, home, work)
