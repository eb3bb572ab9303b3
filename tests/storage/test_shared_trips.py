"""Errands that come together share a transaction; each hears what became of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Retryable
from bot.storage.database import Database
from bot.storage.shared_trips import SharedTrips


class Desk:
    """Keeps groups as they are begun and done; each waits for the gate. `poison` breaks whatever it is run with."""

    def __init__(self) -> None:
        self.begun: list[list[int]] = []
        self.done: list[list[int]] = []
        self.entered = asyncio.Event()
        self.gate = asyncio.Event()
        self.poison: int | None = None

    async def run(self, connection: AsyncConnection, errands: list[int]) -> list[int]:
        self.begun.append(errands)
        self.entered.set()
        await self.gate.wait()
        if self.poison in errands:
            raise ValueError("an errand that can't be run")
        found = [
            (await connection.execute(text("SELECT :number * 10"), {"number": each})).scalar_one() for each in errands
        ]
        self.done.append(errands)
        return found


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """Where transactions of a process queue for one connection."""
    made = Database(f"sqlite:///{tmp_path / 'trips.db'}")
    yield made
    await made.close()


async def _under_way(desk: Desk, trips: SharedTrips[int, int], count: int) -> list[asyncio.Task[int]]:
    """The first errand under way, and the others waiting for the next trip."""
    tasks = [asyncio.create_task(trips.take(0))]
    await desk.entered.wait()
    tasks += [asyncio.create_task(trips.take(number)) for number in range(1, count)]
    await _settle()
    return tasks


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_comes_while_one_is_under_way_goes_together(sqlite: Database) -> None:
    """Everybody gets their own outcome."""
    desk = Desk()
    tasks = await _under_way(desk, SharedTrips(sqlite, desk.run), 5)
    desk.gate.set()
    assert await asyncio.gather(*tasks) == [0, 10, 20, 30, 40]
    assert desk.done == [[0], [1, 2, 3, 4]]


async def test_who_comes_while_a_trip_waits_for_the_database_goes_along(sqlite: Database) -> None:
    """The busier the database, the larger the groups."""
    desk = Desk()
    desk.gate.set()
    trips = SharedTrips(sqlite, desk.run)
    async with sqlite.begin():
        tasks = []
        for number in range(3):
            tasks.append(asyncio.create_task(trips.take(number)))
            await _settle()
    assert await asyncio.gather(*tasks) == [0, 10, 20]
    assert desk.done == [[0, 1, 2]]


async def test_a_database_out_of_reach_is_everybodys_trouble(tmp_path: Path) -> None:
    """And no errand is begun."""
    nowhere = Database(f"sqlite:///{tmp_path / 'missing' / 'trips.db'}")
    desk = Desk()
    trips = SharedTrips(nowhere, desk.run)
    outcomes = await asyncio.gather(*(trips.take(number) for number in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Retryable] * 3
    assert desk.begun == []
    await nowhere.close()


async def test_an_errand_that_breaks_the_group_breaks_alone(sqlite: Database) -> None:
    """The others are done without it, and so are those that come afterwards."""
    desk = Desk()
    desk.poison = 2
    trips = SharedTrips(sqlite, desk.run)
    tasks = await _under_way(desk, trips, 4)
    desk.gate.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [outcomes[number] for number in (0, 1, 3)] == [0, 10, 30]
    assert isinstance(outcomes[2], ValueError)
    assert await trips.take(7) == 70


async def test_who_is_cancelled_takes_nobody_along(sqlite: Database) -> None:
    """The others' errands are done by the next of them."""
    desk = Desk()
    tasks = await _under_way(desk, SharedTrips(sqlite, desk.run), 3)
    tasks[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    desk.gate.set()
    assert await asyncio.gather(*tasks[1:]) == [10, 20]
