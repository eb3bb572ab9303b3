"""Many small writes in one transaction: whoever comes while one is under way shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

# Each item takes up to three parameters of a statement; SQLite has room for 32,766.
_MOST = 500


class GroupCommit(Generic[Item, Outcome]):
    """Gathers items while those before them are written. An item that comes alone is written at once.

    A transaction costs more than a millisecond of CPU whatever it holds: under load this is most of what an update
    costs. Belongs to one event loop.
    """

    def __init__(self, write: Callable[[list[Item]], Awaitable[Sequence[Outcome]]]) -> None:
        """`write` commits all of its items, and gives an outcome for each, or none and raises.

        It may get an item again whose writing was cancelled.
        """
        self._write = write
        self._waiting: list[tuple[Item, asyncio.Future[Outcome]]] = []
        self._turn = asyncio.Lock()

    async def add(self, item: Item) -> Outcome:
        """Return when the item is committed. Raises what `write` raised."""
        mine: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, mine))
        while not mine.done():
            async with self._turn:
                if not mine.done():
                    await self._commit()
        return mine.result()

    async def _commit(self) -> None:
        """Write what waits on behalf of all who wait. If this task is cancelled, the next of them does it."""
        group, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
        try:
            outcomes = await self._write([item for item, _ in group])
        except asyncio.CancelledError:
            self._waiting = [*group, *self._waiting]
            raise
        except Exception as error:  # noqa: BLE001 - handed to everybody whose item it was
            for _, future in group:
                future.set_exception(error)
        else:
            for (_, future), outcome in zip(group, outcomes, strict=True):
                future.set_result(outcome)
