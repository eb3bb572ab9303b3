"""`wallflower migrate`: the database's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from bot.terminal import HomeOption, run_in, shown

if TYPE_CHECKING:
    from bot.settings import Home, Settings


def migrate(context: typer.Context, home: HomeOption = None) -> None:
    """Bring the database to this version's tables."""
    from bot import app as building
    from bot.storage import schema
    from bot.storage.database import Database

    async def work(found: Home, settings: Settings) -> None:
        building.make_home(found)
        database = Database(found.database_url(settings))
        try:
            before, after = await schema.migrate(database)
        finally:
            await database.close()
        shown.print(
            f"the database is at {after} already" if before == after else f"the database went from {before} to {after}"
        )

    run_in(context, home, work)
