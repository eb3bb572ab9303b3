"""Many errands to the database in one transaction: whoever comes while one is under way shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import WallflowerError
from bot.storage.database import Database

Errand = TypeVar("Errand")
Outcome = TypeVar("Outcome")

# Each errand takes up to three parameters of a statement; SQLite has room for 32,766.
_MOST = 500


class SharedTrips(Generic[Errand, Outcome]):
    """Gathers errands while those before them are run. One that comes alone is run at once.

    A transaction costs one to two milliseconds of CPU whatever it holds: under load this is most of what an update
    costs. No errand is run by a statement that began before it came, so that what is read is never older than the
    question. Belongs to one event loop.
    """

    def __init__(
        self, database: Database, run: Callable[[AsyncConnection, list[Errand]], Awaitable[Sequence[Outcome]]]
    ) -> None:
        """`run` does its errands, up to 500, in the transaction that it is given, with an outcome for each, or raises.

        It may get an errand again whose transaction was cancelled.
        """
        self._database = database
        self._run = run
        self._waiting: list[tuple[Errand, asyncio.Future[Outcome]]] = []
        self._turn = asyncio.Lock()

    async def take(self, errand: Errand) -> Outcome:
        """Return when the errand is done and committed. Raises what `run` raised, and as `Database.begin` does."""
        mine: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((errand, mine))
        while not mine.done():
            async with self._turn:
                if not mine.done():
                    await self._go()
        return mine.result()

    async def _go(self) -> None:
        """Run what waits on behalf of all who wait. If this task is cancelled, the next of them does it."""
        group: list[tuple[Errand, asyncio.Future[Outcome]]] = []
        try:
            async with self._database.begin() as connection:
                # Only now: whoever came while this waited for its turn at the database goes along.
                group = self._next_group()
                outcomes = await self._run(connection, [errand for errand, _ in group])
        except asyncio.CancelledError:
            self._waiting = [*group, *self._waiting]
            raise
        except WallflowerError as error:
            for _, future in group or self._next_group():
                future.set_exception(error)
        except Exception:  # noqa: BLE001 - told to the one whose errand it was
            await self._go_alone(group or self._next_group())
        else:
            for (_, future), outcome in zip(group, outcomes, strict=True):
                future.set_result(outcome)

    def _next_group(self) -> list[tuple[Errand, asyncio.Future[Outcome]]]:
        group, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
        return group

    async def _go_alone(self, group: list[tuple[Errand, asyncio.Future[Outcome]]]) -> None:
        """Run each by itself: an errand that nobody foresaw breaks itself and not those beside it."""
        while group:
            errand, future = group[0]
            try:
                async with self._database.begin() as connection:
                    (outcome,) = await self._run(connection, [errand])
            except asyncio.CancelledError:
                self._waiting = [*group, *self._waiting]
                raise
            except Exception as error:  # noqa: BLE001 - handed to the one whose errand it was
                future.set_exception(error)
            else:
                future.set_result(outcome)
            del group[0]
