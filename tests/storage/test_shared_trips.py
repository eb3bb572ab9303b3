"""Errands that come together share a transaction; each hears what became of it."""

import asyncio

import pytest

from bot.errors import Retryable
from bot.storage.shared_trips import SharedTrips


class Store:
    """Keeps groups as they are done; each waits for the gate. `poison` is an errand that breaks whatever runs it."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.begun: list[list[int]] = []
        self.gate = asyncio.Event()
        self.fault: Exception | None = None
        self.poison: int | None = None

    async def run(self, items: list[int]) -> list[int]:
        self.begun.append(items)
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        if self.poison in items:
            raise ValueError("an errand that can't be run")
        self.groups.append(items)
        return [item * 10 for item in items]


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_comes_while_one_is_under_way_goes_together() -> None:
    """Everybody gets their own outcome."""
    store = Store()
    trips = SharedTrips(store.run)
    waiting = [asyncio.ensure_future(trips.take(item)) for item in range(5)]
    await _settle()
    assert store.begun == [[0]]
    store.gate.set()
    assert await asyncio.gather(*waiting) == [0, 10, 20, 30, 40]
    assert store.groups == [[0], [1, 2, 3, 4]]


async def test_a_database_out_of_reach_is_everybodys_trouble() -> None:
    """It is asked once for all of them; the next group is run as if nothing had been."""
    store = Store()
    store.fault = Retryable("disk full")
    trips = SharedTrips(store.run)
    waiting = [asyncio.ensure_future(trips.take(item)) for item in range(3)]
    await _settle()
    store.gate.set()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["disk full"] * 3
    assert store.begun == [[0], [1, 2]]
    store.fault = None
    assert await trips.take(7) == 70


async def test_an_errand_that_breaks_the_group_breaks_alone() -> None:
    """The others are done without it."""
    store = Store()
    store.poison = 2
    trips = SharedTrips(store.run)
    waiting = [asyncio.ensure_future(trips.take(item)) for item in range(4)]
    await _settle()
    store.gate.set()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [outcomes[number] for number in (0, 1, 3)] == [0, 10, 30]
    assert isinstance(outcomes[2], ValueError)


async def test_who_is_cancelled_takes_nobody_along() -> None:
    """The others' errands are done by the next of them."""
    store = Store()
    trips = SharedTrips(store.run)
    tasks = [asyncio.ensure_future(trips.take(item)) for item in range(3)]
    await _settle()
    tasks[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    store.gate.set()
    assert await asyncio.gather(*tasks[1:]) == [10, 20]
