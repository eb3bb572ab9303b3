"""Which run of a home the bot writes with: what runs there are, and one made live by hand. Loads no torch."""

import asyncio

from bot.domain.audit import Signature
from bot.errors import Refused
from bot.settings import Home
from bot.storage.audit import record
from bot.storage.database import Database
from model import checkpoint
from model.runs import Run, live_run, runs


def listed(home: Home) -> list[Run]:
    """All runs, oldest first. Raises Refused if there is none."""
    found = runs(home.checkpoints)
    if not found:
        raise Refused("there are no checkpoints yet: run `wallflower train` first")
    return found


def check_known(home: Home, run: str) -> None:
    """Raise Refused for a run that there is not."""
    names = [known.name for known in listed(home)]
    if run not in names:
        raise Refused(f"there is no run {run[:100]!r}: `wallflower checkpoint list` shows those that there are")


async def use(home: Home, database: Database, run: str, by: Signature) -> str | None:
    """Make a run's checkpoint live, whatever the gate thought of it; returns the run that was live before.

    Raises Refused for a run that there is not, UnusableCheckpoint.
    """
    before = live_run(home.checkpoints)
    async with database.begin() as connection:
        # Recorded first: no checkpoint goes live by hand that the log could not tell of.
        await record(connection, by, "checkpoint.use", run)
        check_known(home, run)
        await asyncio.to_thread(checkpoint.make_live, home.checkpoints, run)
    return before
