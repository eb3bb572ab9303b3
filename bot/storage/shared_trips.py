"""Many errands to the database in one transaction: whoever comes while one is under way shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.errors import WallflowerError

Errand = TypeVar("Errand")
Outcome = TypeVar("Outcome")

# Each errand takes up to three parameters of a statement; SQLite has room for 32,766.
_MOST = 500


class SharedTrips(Generic[Errand, Outcome]):
    """Gathers errands while those before them are run. One that comes alone is run at once.

    A transaction costs one to two milliseconds of CPU whatever it holds: under load this is most of what an update
    costs. No errand is run in a transaction that began before it came, so that what is read is never older than the
    question. Belongs to one event loop.
    """

    def __init__(self, run: Callable[[list[Errand]], Awaitable[Sequence[Outcome]]]) -> None:
        """`run` does all of its errands in one transaction and gives an outcome for each, or does none and raises.

        It may get an errand again whose transaction was cancelled.
        """
        self._run = run
        self._waiting: list[tuple[Errand, asyncio.Future[Outcome]]] = []
        self._turn = asyncio.Lock()

    async def take(self, errand: Errand) -> Outcome:
        """Return when the errand is done. Raises what `run` raised."""
        mine: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((errand, mine))
        while not mine.done():
            async with self._turn:
                if not mine.done():
                    await self._go()
        return mine.result()

    async def _go(self) -> None:
        """Run what waits on behalf of all who wait. If this task is cancelled, the next of them does it."""
        group, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
        try:
            await self._settle(group)
        except asyncio.CancelledError:
            self._waiting = [*(pair for pair in group if not pair[1].done()), *self._waiting]
            raise

    async def _settle(self, group: Sequence[tuple[Errand, asyncio.Future[Outcome]]]) -> None:
        try:
            outcomes = await self._run([errand for errand, _ in group])
        except Exception as error:  # noqa: BLE001 - handed to those whose errand it was
            if len(group) == 1 or isinstance(error, WallflowerError):
                for _, future in group:
                    future.set_exception(error)
                return
            # An errand that nobody foresaw breaks itself and not those beside it.
            for pair in group:
                await self._settle([pair])
        else:
            for (_, future), outcome in zip(group, outcomes, strict=True):
                future.set_result(outcome)
